import type { ValueType } from '../../kernel/fact.ts'
import type { Subject } from '../../subject/subject.ts'
import type { Entry } from '../document/node.ts'
import type { Expectation } from '../lab.ts'
import type { Scope } from '../step/scope.ts'

/** Where an expectation stands: the key it is written behind, and what may be spoken of there. */
export interface Asked {
  readonly scope: Scope
  readonly entry: Entry
  /** Only what is asked of a process, and a namespace, can be compared with that of another process. */
  readonly comparable: boolean
  /** Only what is read from the kernel can be compared with what it was earlier. */
  readonly hasPast: boolean
  /** The subject that is looked at; undefined where the same of another one of its kind can't stand beside it. */
  readonly beside: Subject | undefined
  /** The name of the process that is looked at. */
  readonly self?: string | undefined
}

/** Reads an expectation of a value of this type; undefined when it makes no sense, which is reported. */
export type ReadExpectation = (asked: Asked, type: ValueType) => Expectation | undefined

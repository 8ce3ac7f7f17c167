import type { Lab, Step } from '../lab/lab.ts'
import type { SubjectKind } from '../subject/subject.ts'

/** A lab with one thing left out or done otherwise: at least one check must see it. */
export interface Mutant {
  /** `STEP/WORD`, such as `box/half-memory.max`: what an author writes behind `equivalent`. It stays while the step stays. */
  readonly id: string
  /** The step that was changed. */
  readonly step: string
  /** What was done, such as `leaves out line 2`. */
  readonly how: string
  readonly touches?: Touch
  readonly lab: Lab
}

/** Where in the kernel a change is to be seen, when that is known. */
export interface Touch {
  readonly subject: SubjectKind
  readonly fact: string
}

/** What one step may become: the mutant without its lab. */
export interface Change extends Omit<Mutant, 'id' | 'step' | 'lab'> {
  /** The name within the step. */
  readonly word: string
  /** What stands in place of the step; mostly one, and another before or after it where something happens earlier or later. */
  readonly steps: readonly Step[]
}

/** All that a kind of mistake makes of a step: nothing where the step has no room for it. */
export type Mutator = (step: Step) => readonly Change[]

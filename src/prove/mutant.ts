import type { Lab, Step } from '../lab/lab.ts'
import type { SubjectKind } from '../subject/subject.ts'

/** A lab with one thing left out or done otherwise: at least one check must see it. */
export interface Mutant {
  /** `STEP/WORD`, such as `box/half-memory.max`: what an author writes behind `equivalent`. It stays while the step stays. */
  readonly id: string
  /** The step that was changed. */
  readonly step: string
  /** Completes "the lab …", such as `leaves out line 2`. */
  readonly how: string
  readonly touches?: Touch
  /** A check that would catch it, as an author writes it under `expect`, on one line of YAML. */
  readonly proposal?: string
  readonly lab: Lab
}

/** The fact that a change shows in, where that is known. */
export interface Touch {
  readonly subject: SubjectKind
  readonly fact: string
  /** The key of the subject, such as `cgroup box`. Absent: any subject of the kind. */
  readonly key?: string
}

/** What one step may become: the mutant without its lab. */
export interface Change extends Omit<Mutant, 'id' | 'step' | 'lab'> {
  /** The name within the step. */
  readonly word: string
  /** What stands in place of the step; mostly one, and another before or after it where something happens earlier or later. */
  readonly steps: readonly Step[]
}

/** All ways to make one kind of mistake in a step of a lab; none where it cannot be made there. */
export type Mutator = (step: Step, lab: Lab) => readonly Change[]

import type { StepEvidence } from '../evidence/evidence.ts'
import type { Gap } from '../evidence/reading.ts'
import type { Fact, Value } from '../kernel/fact.ts'
import type { BindingPlan } from './binding-plan.ts'
import type { OutsideEffect } from './outside-effect.ts'
import type { Presence } from './presence.ts'
import type { Selector } from './selector.ts'
import type { ValueForm } from './value-form.ts'

/**
 * Defines one kind of subject. `S` identifies a subject within its kind, such as the path of a file; `V` is the value behind its
 * key in a check.
 */
export interface SubjectDefinition<S extends object = object, V = unknown> {
  /** How an author writes a check of it. */
  readonly form: Form<V>
  /** The subject of a check, from the value of its key and from `of`. */
  make(value: V, of: Selector | undefined): S
  /** Names it in evidence: `mount /proc of box`. Two subjects have the same key only if they are the same. */
  key(subject: S): string
  /** Names it in a sentence, such as `the exit of box`. Default: its key. */
  words?(subject: S): string
  /** Its facts, by the names that authors write. */
  readonly facts: Readonly<Record<string, Fact>>
  /** How to determine whether it exists; absent if it always does. */
  readonly presence?: Presence
  /** How to find it. */
  binding(subject: S): BindingPlan
  /** The name that a step gave it, if it is a process: its exit explains why it cannot be read. */
  processName?(subject: S): string | undefined
  /** Whether its facts can be compared with those of the machine or of a named process. Default: false. */
  readonly comparable?: true
  /**
   * How commands change a subject of the machine, for `prove`; none for a subject of a process. Absent: it is the same in all namespaces.
   */
  outsideEffects?(subject: S): readonly OutsideEffect[]
  /** The path of the file that lists its cgroup controllers: it explains why a file of a controller is missing. */
  readonly controllers?: string
  /** Shows it beside the machine. */
  readonly portrait?: Portrait
  /** Set if its facts were recorded while the step ran; absent if they are read from the kernel. */
  readonly record?: StepRecord<S>
}

export interface Form<V = unknown> {
  /** What it is, as the reference and editors explain it. */
  readonly means: string
  /** What an author may write, line by line. */
  readonly examples: readonly string[]
  /** Any subject of the kind, in a sentence: "a cgroup has no fact `x`". */
  readonly noun: string
  /** What follows its key: a value of its own, a process, an expectation of its fact `value`, or its facts. */
  readonly value: ValueForm<V> | 'process' | 'expectation' | 'facts'
  /** What `of` can name: any process, or one that a step named with `as`. Absent: `of` is refused. */
  readonly of?: 'process' | 'name'
}

/** A subject as seen from inside and from the machine. */
export interface Portrait {
  /** Facts that are read of the subject and of the machine with every check of the subject. */
  readonly facts: readonly string[]
  /** Compares the two; no rows if the subject does not differ from the machine. */
  rows(subject: FactOf, machine: FactOf): readonly PortraitRow[]
}

/** The value of a fact; undefined if it was not read. */
export type FactOf = (fact: string) => Value | undefined

export type PortraitRow = readonly [what: string, inside: Value, outside: Value]

/** A record of the step itself, for facts that are not read from the kernel. */
export interface StepRecord<S extends object = object> {
  /** The recorded text; undefined until the process concerned has ended. */
  read(subject: S, evidence: StepEvidence): StepRecording | undefined
  /** The name of the process whose end the record waits for. Absent: the step's own. */
  waitsFor?(subject: S): string | undefined
  /** Whether a terminal shows it. Default: true. */
  isOnTerminal?(subject: S): boolean
  /** Where a person sees the same. */
  readonly seenBy: string
  /** The sources in evidence that the learner has already seen on the screen. */
  readonly onScreen: readonly string[]
}

export interface StepRecording {
  readonly source: string
  readonly text: string
  /** How to parse the text. Default: as the fact does. */
  readonly parse?: Fact['parse']
  /** The gap in the text. Default: none. */
  readonly gaps?: readonly Gap[]
  /** Facts of the whole text that were counted while it was printed, if it was not kept whole. */
  readonly counted?: Readonly<Record<string, Value>>
  /** Begins the sentence that ends with the observed value. */
  readonly speaker: string
}

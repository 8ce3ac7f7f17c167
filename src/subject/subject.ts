import type { Fact } from '../kernel/fact.ts'
import type { BindingPlan } from './binding-plan.ts'
import type { SubjectDefinition } from './definition.ts'
import { registry } from './registry.ts'
import type { Selector } from './selector.ts'

/** A kind of subject, by the key that an author writes. */
export type SubjectKind = keyof typeof registry

/** What a check is about. */
export type Subject = {
  [K in SubjectKind]: { readonly kind: K } & Identity<(typeof registry)[K]>
}[SubjectKind]

type Identity<D> = D extends SubjectDefinition<infer S, infer _> ? S : never

/** The definition of each kind, all of one type. */
export const subjects: Readonly<Record<SubjectKind, SubjectDefinition>> = registry

export const subjectKinds = Object.keys(subjects) as readonly SubjectKind[]

export const isSubjectKind = (word: string): word is SubjectKind => Object.hasOwn(subjects, word)

/** Whether a fact can be compared with that of the machine or of a named process. */
export const isComparable = (kind: SubjectKind, { comparedWith }: Fact): boolean =>
  subjects[kind].comparable === true || comparedWith !== undefined

export const definitionOf = (subject: Subject): SubjectDefinition => subjects[subject.kind]

/** The subject of a kind that an author means. */
export function makeSubject(kind: SubjectKind, value: unknown, of: Selector | undefined): Subject {
  return { kind, ...subjects[kind].make(value, of) } as Subject
}

/** The key of a subject's binding in a sample. */
export const subjectKey = (subject: Subject): string => definitionOf(subject).key(subject)

/** A subject in a sentence: `process box`, `cgroup mygroup`, `the output`. */
export function subjectWords(subject: Subject): string {
  const { words, key } = definitionOf(subject)
  return (words ?? key)(subject)
}

export const bindingPlan = (subject: Subject): BindingPlan => definitionOf(subject).binding(subject)

/** The names of processes by which a subject is found. */
export function namesOf(subject: Subject): string[] {
  const { process } = bindingPlan(subject)
  if (process === undefined || process === 'machine' || 'cgroup' in process) return []
  return ['name' in process ? process.name : process['child-of']]
}

/** How `same-as` names the machine; no process can have this name. */
export const machineName = 'host'

/** The machine itself, with which other subjects are compared. */
export const machine: Subject = { kind: machineName }

/** The subject that `same-as` names: the machine, or a process that a step named. */
export function comparedSubject(name: string): Subject {
  return name === machineName ? machine : { kind: 'process', select: { name } }
}

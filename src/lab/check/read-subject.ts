import type { YAMLMap } from 'yaml'
import type { Selector } from '../../subject/selector.ts'
import {
  isSubjectKind,
  makeSubject,
  type Subject,
  type SubjectKind,
  subjectKinds,
  subjects,
} from '../../subject/subject.ts'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry } from '../document/node.ts'
import { valueSchema } from '../shape/leaf.ts'
import { readValue } from '../shape/read-fields.ts'
import type { Scope } from '../step/scope.ts'
import { suggest } from '../suggest.ts'
import { readProcessName, readSelector } from './read-selector.ts'

/** The key that says what a check is about, and the kind of subject it names. */
export interface SubjectEntry {
  readonly kind: SubjectKind
  readonly entry: Entry
}

/** Finds the subject among the keys of a check; undefined when there is none or more than one, which is reported. */
export function findSubjectEntry(
  file: LabFile,
  check: YAMLMap,
  entries: readonly Entry[],
): SubjectEntry | undefined {
  const candidates = entries.flatMap(entry => (isSubjectKind(entry.name) ? { kind: entry.name, entry } : []))
  const [first, second] = candidates
  if (!first) {
    complainOfNone(file, check, entries)
    return undefined
  }
  // `cgroup` is a subject and also a fact of a process: the subject is the one of which the others are facts.
  const subject = candidates.find(({ kind }) =>
    candidates.every(other => other.kind === kind || Object.hasOwn(subjects[kind].facts, other.kind)),
  )
  if (!subject && second)
    file.complain(second.entry.key, 'two-subjects', { first: first.kind, second: second.kind })
  return subject
}

function complainOfNone(file: LabFile, check: YAMLMap, entries: readonly Entry[]): void {
  const [meant] = entries.flatMap(({ name }) => suggest(name, subjectKinds) ?? [])
  file.complain(entries[0]?.key ?? check, 'no-subject', { meant, known: subjectKinds })
}

/** Reads the value behind the subject's key, and `of`; undefined when the value makes no sense, which is reported. */
export function readSubject(
  scope: Scope,
  { kind, entry }: SubjectEntry,
  of: Entry | undefined,
): Subject | undefined {
  const { value } = subjects[kind].form
  if (value === 'expectation' || value === 'facts')
    return makeSubject(kind, undefined, readOf(scope, kind, of))
  const read =
    value === 'process' ? readSelector(scope, entry) : readValue(scope.file, entry, valueSchema(value))
  return read === undefined ? undefined : makeSubject(kind, read, readOf(scope, kind, of))
}

function readOf(scope: Scope, kind: SubjectKind, entry: Entry | undefined): Selector | undefined {
  const { of } = subjects[kind].form
  if (!of || !entry) return undefined
  if (of === 'process') return readSelector(scope, entry)
  const name = readProcessName(scope, entry)
  return name === undefined ? undefined : { name }
}

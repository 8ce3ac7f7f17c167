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
import { meantInstead } from '../fix/candidate.ts'
import { valueSchema } from '../shape/leaf.ts'
import { readValue, separateValue } from '../shape/read-fields.ts'
import { checkShape } from '../shape/shape.ts'
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
  if (!first) return complainOfNone(file, check, entries)
  // `cgroup` is a subject and also a fact of a process: the subject is the one of which the others are facts.
  const subject = candidates.find(({ kind }) =>
    candidates.every(other => other.kind === kind || Object.hasOwn(subjects[kind].facts, other.kind)),
  )
  if (!subject && second)
    file.complain(second.entry.key, 'two-subjects', { first: first.kind, second: second.kind })
  return subject
}

/** A misspelt kind is read as the one that was meant, so that the rest of the check is read too. */
function complainOfNone(file: LabFile, check: YAMLMap, entries: readonly Entry[]): SubjectEntry | undefined {
  const own = entries.filter(({ name }) => !Object.hasOwn(checkShape.shape, name))
  for (const entry of own) {
    const separate = separateValue(file, entry, subjectKinds)
    if (separate) return { kind: separate.name as SubjectKind, entry: separate }
  }
  const [meant] = own.flatMap(entry => {
    const kind = suggest(entry.name, subjectKinds) as SubjectKind | undefined
    return kind ? { kind, entry: { ...entry, name: kind } } : []
  })
  const fact = own.find(({ name }) => kindsWith(name).length === 1)
  file.complain(
    (meant?.entry ?? fact ?? entries[0])?.key ?? check,
    'no-subject',
    {
      meant: meant?.kind,
      fact: !meant && fact ? { name: fact.name, kind: kindsWith(fact.name)[0] ?? '' } : undefined,
      known: subjectKinds,
    },
    { fixes: meant ? meantInstead(meant.entry.key, meant.kind) : [] },
  )
  return meant
}

const kindsWith = (fact: string) => subjectKinds.filter(kind => Object.hasOwn(subjects[kind].facts, fact))

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

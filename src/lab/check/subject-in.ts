import type { YAMLMap } from 'yaml'
import { subjects } from '../../subject/registry.ts'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry } from '../document/node.ts'
import type { SubjectKind } from '../lab.ts'
import { suggest } from '../suggest.ts'
import { subjectForms } from './subject-form.ts'

/** What a check looks at: the key that says so, and its kind. */
export interface SubjectEntry {
  readonly kind: SubjectKind
  readonly entry: Entry
}

/** The subject of a check; undefined when there is none or more than one, and then the file has been told. */
export function subjectIn(
  file: LabFile,
  check: YAMLMap,
  entries: readonly Entry[],
): SubjectEntry | undefined {
  const candidates = entries.filter(({ name }) => isSubject(name))
  const [first, second] = candidates
  if (!first) {
    complainOfNone(file, check, entries)
    return undefined
  }
  // `cgroup` is a subject and also a fact of a process: the subject is the one of which the others are facts.
  const subject = candidates.find(({ name }) =>
    candidates.every(other => other.name === name || isFact(name, other.name)),
  )
  if (subject) return { kind: subject.name as SubjectKind, entry: subject }
  if (second) file.complain(second.key, 'two-subjects', { first: first.name, second: second.name })
  return undefined
}

function complainOfNone(file: LabFile, check: YAMLMap, entries: readonly Entry[]): void {
  const known = Object.keys(subjectForms)
  const [meant] = entries.flatMap(({ name }) => suggest(name, known) ?? [])
  file.complain(entries[0]?.key ?? check, 'no-subject', { meant, known })
}

function isSubject(name: string): name is SubjectKind {
  return Object.hasOwn(subjectForms, name)
}

function isFact(subject: string, name: string): boolean {
  return isSubject(subject) && Object.hasOwn(subjects[subject].facts, name)
}

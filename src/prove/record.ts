/** That a lab was proven, as it is kept with the lab. */
export interface ProofRecord {
  readonly lab: string
  /** The rules by which it was proven. */
  readonly rules: number
  /** The kernel that it was proven on, such as `6.12`: updates of a kernel do not change what labs rely on. */
  readonly kernel: string
  /** A digest of everything that each part of the proof depends on, by the name of the part. */
  readonly parts: Readonly<Record<string, string>>
  /** What it was proven with: for people, since another machine or runner makes no proof invalid. */
  readonly made: Readonly<Record<string, string>>
}

/** What decides whether a record holds. */
export type ProofGround = Pick<ProofRecord, 'lab' | 'rules' | 'parts'> & {
  /** Undefined where it is not known which kernel labs would run on. */
  readonly kernel: string | undefined
}

/**
 * The version of what a proof demands. Raise it when labs must be proven again though their runs are the same: a new mutator or another
 * command of a mutant shows in the runs, a stricter judgement of them does not.
 */
export const proofRules = 1

/** `6.12` of `6.12.118+deb13-cloud-amd64`. */
export const kernelOf = (release: string): string => /^\d+\.\d+/.exec(release)?.[0] ?? release

/** Whether the record of a lab holds, and what has changed if not. */
export type RecordState =
  | { readonly state: 'current' | 'missing' }
  | { readonly state: 'stale'; readonly why: readonly StaleReason[] }

export type StaleReason =
  | { readonly reason: 'unreadable' }
  | { readonly reason: 'other-lab' | 'kernel'; readonly recorded: string; readonly now: string }
  | { readonly reason: 'rules'; readonly recorded: number; readonly now: number }
  | {
      readonly reason: 'changed' | 'new' | 'gone'
      /** Parts of the proof, and how many parts it has. */
      readonly parts: readonly string[]
      readonly of: number
    }

/** Compares a record with what the lab is now; `record` is undefined if there is none, and `unreadable` if it is no record. */
export function stateOf(record: ProofRecord | 'unreadable' | undefined, now: ProofGround): RecordState {
  if (record === undefined) return { state: 'missing' }
  const why = record === 'unreadable' ? [{ reason: record } as const] : differences(record, now)
  return why.length === 0 ? { state: 'current' } : { state: 'stale', why }
}

function differences(record: ProofRecord, now: ProofGround): StaleReason[] {
  const names = Object.keys(now.parts)
  const of = names.length
  const isRecorded = (name: string) => Object.hasOwn(record.parts, name)
  const parts = {
    changed: names.filter(name => isRecorded(name) && record.parts[name] !== now.parts[name]),
    new: names.filter(name => !isRecorded(name)),
    gone: Object.keys(record.parts).filter(name => !Object.hasOwn(now.parts, name)),
  }
  return [
    ...(record.lab === now.lab ? [] : [{ reason: 'other-lab', recorded: record.lab, now: now.lab } as const]),
    ...(record.rules === now.rules
      ? []
      : [{ reason: 'rules', recorded: record.rules, now: now.rules } as const]),
    ...(now.kernel === undefined || record.kernel === now.kernel
      ? []
      : [{ reason: 'kernel', recorded: record.kernel, now: now.kernel } as const]),
    ...(['changed', 'new', 'gone'] as const).flatMap(reason =>
      parts[reason].length > 0 ? [{ reason, parts: parts[reason], of }] : [],
    ),
  ]
}

/** A record from its text. */
export function readRecord(text: string): ProofRecord | 'unreadable' {
  try {
    const read: Partial<ProofRecord> | null = JSON.parse(text)
    const { lab, rules, kernel, parts, made } = read ?? {}
    const isWhole =
      typeof lab === 'string' &&
      typeof rules === 'number' &&
      typeof kernel === 'string' &&
      isTexts(parts) &&
      isTexts(made)
    return isWhole ? { lab, rules, kernel, parts, made } : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every(text => typeof text === 'string')

/** The text of a record: a line for each part, so that changes to a lab can be merged. */
export const recordText = (record: ProofRecord): string => `${JSON.stringify(record, null, 2)}\n`

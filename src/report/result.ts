import type { LabHead, RunEvent } from '../attempt/event.ts'
import type { MachineRecord, Reason } from '../evidence/evidence.ts'
import type { Leftover } from '../protocol/message.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'

/** What came of one lab, gathered from the events of a run. */
export interface LabResult {
  readonly head: LabHead
  readonly verdicts: readonly Verdict[]
  readonly ms: number
  readonly leaks: readonly Leftover[]
  readonly machine?: MachineRecord
  /** Why it ended before its last step, or never began. */
  readonly ended?: Reason
  /** Its end was told. */
  readonly finished: boolean
}

/** What came of a whole run. */
export interface RunResult {
  readonly labs: readonly LabResult[]
  readonly seed: string
  readonly machine: string
  readonly ms: number
  readonly interrupted: boolean
}

/** Gathers what came of a run; the result can be asked for at any time. */
export function gatherResult(): { add(event: RunEvent): void; result(): RunResult } {
  const labs = new Map<string, LabResult>()
  let run = { seed: '', machine: '', ms: 0, interrupted: false }
  const change = (id: string, more: (lab: LabResult) => Partial<LabResult>) => {
    const lab = labs.get(id) ?? unbegun(unknownHead(id))
    labs.set(id, { ...lab, ...more(lab) })
  }
  const gather: { [T in RunEvent['type']]?: (event: Extract<RunEvent, { type: T }>) => void } = {
    'run-start': ({ labs: heads, seed, machine }) => {
      run = { ...run, seed, machine }
      for (const head of heads) labs.set(head.id, unbegun(head))
    },
    'lab-start': ({ lab: head, machine }) => change(head.id, () => ({ head, machine })),
    verdict: ({ lab, verdict }) => change(lab, ({ verdicts }) => ({ verdicts: [...verdicts, verdict] })),
    'lab-end': ({ lab, ms, leaks, ended }) =>
      change(lab, () => ({ ms, leaks, finished: true, ...(ended ? { ended } : {}) })),
    'run-end': ({ ms, interrupted }) => {
      run = { ...run, ms, interrupted }
    },
  }
  return {
    add: event => (gather[event.type] as ((event: RunEvent) => void) | undefined)?.(event),
    result: () => ({ ...run, labs: [...labs.values()] }),
  }
}

const unbegun = (head: LabHead): LabResult => ({ head, verdicts: [], ms: 0, leaks: [], finished: false })

const unknownHead = (id: string): LabHead => ({
  id,
  file: '',
  title: id,
  about: '',
  claims: [],
  reads: [],
  vars: {},
  checks: 0,
})

/**
 * What a lab came to. What could not be found out comes first, then a wrong answer; a skipped check alone is no pass, and
 * neither is a lab with no verdict, or with fewer than it has checks.
 */
export function labOutcome({ head, verdicts, ended, finished }: LabResult): Outcome {
  const outcomes: Outcome[] = verdicts.map(({ outcome }) => outcome)
  if (ended) outcomes.push(ended.kind)
  if (!finished || verdicts.length < head.checks || outcomes.length === 0) outcomes.push('error')
  return strongest.find(outcome => outcomes.includes(outcome)) ?? 'error'
}

const strongest = ['error', 'fail', 'unsupported', 'skipped', 'pass'] as const satisfies readonly Outcome[]

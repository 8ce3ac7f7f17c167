import type { Lab } from '../lab/lab.ts'
import { failures, type Head, notShown, shown, unfinished } from './case.ts'
import type { CellResult } from './cell.ts'
import type { ProofCase } from './proof.ts'

/** A run of the lab as written; runs with the same values share the lab. */
export interface ReferenceRun {
  readonly lab: Lab
  readonly result: CellResult
}

export const isPassed = ({ result }: ReferenceRun) => !result.ended && failures(result).length === 0

/** The lab itself passes, every time. One that fails every time with some values is wrong; one that fails sometimes is flaky. */
export function referenceCases(runs: readonly ReferenceRun[]): ProofCase[] {
  return runs.map((run, index) => {
    const { lab, result } = run
    const head = { proof: 'reference', name: runName(lab, index), at: beginning(lab) } as const
    const cut = unfinished(head, result)
    if (cut) return cut
    if (isPassed(run)) return shown(head, 'every check passes')
    const failed = failures(result).join('; ')
    const same = runs.filter(other => other.lab === lab)
    const passed = same.filter(isPassed).length
    const count = { failed, passed, runs: same.length }
    return passed === 0 ? notShown(head, 'reference-failed', count) : notShown(head, 'flaky', count)
  })
}

/** The lab leaves nothing behind in any run. */
export function leakCase(lab: Lab, results: readonly CellResult[]): ProofCase {
  const head: Head = { proof: 'leak', name: 'after the lab', at: beginning(lab) }
  const leaks = [...new Set(results.flatMap(result => result.leaks))].join(', ')
  return leaks === '' ? shown(head, 'nothing is left behind') : notShown(head, 'leak', { leaks })
}

function runName({ vars }: Lab, index: number): string {
  const drawn = Object.entries(vars).map(([name, value]) => `${name} ${value}`)
  return `run ${index + 1}${drawn.length > 0 ? ` with ${drawn.join(', ')}` : ''}`
}

const beginning = ({ file }: Lab) => ({ file, line: 1, column: 1 })

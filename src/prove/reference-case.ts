import type { Lab } from '../lab/lab.ts'
import { failures, type Head, notShown, shown, unfinished } from './case.ts'
import type { CellResult } from './cell.ts'
import type { ProofCase } from './proof.ts'

/** The lab itself passes, each time. */
export function referenceCases(labs: readonly Lab[], results: readonly CellResult[]): ProofCase[] {
  const passed = results.filter(result => !result.ended && failures(result).length === 0).length
  return results.map((result, index) => {
    const lab = labs[index] as Lab
    const head = { proof: 'reference', name: runName(lab, index), at: beginning(lab) } as const
    const failed = failures(result).join('; ')
    const cut = unfinished(head, result)
    if (cut) return cut
    if (failed === '') return shown(head, 'every check passes')
    return passed === 0
      ? notShown(head, 'reference-failed', { failed })
      : notShown(head, 'flaky', { failed, passed, runs: results.length })
  })
}

/** It leaves nothing behind, in any run. */
export function leakCase(lab: Lab, results: readonly CellResult[]): ProofCase {
  const head: Head = { proof: 'leak', name: 'leaks', at: beginning(lab) }
  const leaks = [...new Set(results.flatMap(result => result.leaks))].join(', ')
  return leaks === '' ? shown(head, 'nothing is left behind') : notShown(head, 'leak', { leaks })
}

function runName({ vars }: Lab, index: number): string {
  const drawn = Object.entries(vars).map(([name, value]) => `${name} ${value}`)
  return `run ${index + 1}${drawn.length > 0 ? ` with ${drawn.join(', ')}` : ''}`
}

const beginning = ({ file }: Lab) => ({ file, line: 1, column: 1 })

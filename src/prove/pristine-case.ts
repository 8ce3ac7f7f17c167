import { isQuestion, type Judged, judgedOf } from '../lab/judged.ts'
import type { Lab } from '../lab/lab.ts'
import { notShown, shown, unfinished } from './case.ts'
import type { CellResult } from './cell.ts'
import type { ProofCase } from './proof.ts'

/** On an untouched machine no check passes, except those that have `given`. */
export function pristineCases({ steps }: Lab, result: CellResult): ProofCase[] {
  const checks = steps.flatMap(judgedOf)
  return checks.map((check, index) => {
    const ofWork = checks.slice(0, index).filter(({ id }) => result.verdicts[id]?.outcome === 'fail')
    return pristineCase(check, result, ofWork.at(-1)?.id)
  })
}

/** `earlier` is the last check before this one that only the lab's work makes pass. */
function pristineCase(judged: Judged, result: CellResult, earlier: string | undefined): ProofCase {
  const { id, at } = judged
  const given = isQuestion(judged) ? undefined : judged.given
  const head = { proof: 'pristine', name: id, at } as const
  const verdict = result.verdicts[id]
  if (!verdict)
    return (
      unfinished(head, result) ?? notShown(head, 'not-run', { message: 'the check was not judged' }, 'error')
    )
  const passes = verdict.outcome === 'pass'
  if (given !== undefined)
    return passes ? shown(head, verdict.asked, given) : notShown(head, 'not-given', verdict)
  return passes ? notShown(head, 'vacuous', { asked: verdict.asked, earlier }) : shown(head, verdict.message)
}

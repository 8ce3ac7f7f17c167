import { type LabProof, type ProofKind, proofOutcome, tally } from '../../prove/proof.ts'
import { sign } from '../pretty/mark.ts'
import { type Page, pad, widthOf } from '../pretty/page.ts'
import { seconds } from '../wording.ts'

/** A row for a lab, a column for what had to be shown of it: how often it was, and how often it had to be. */
export function proofTable(labs: readonly LabProof[], page: Page): string[] {
  const { paint } = page
  const rows = labs.map(proof => columns.map(({ cell }) => cell(proof)))
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map(row => widthOf(row[index]?.text ?? ''))),
  )
  const head = columns.map(({ title }, index) => pad(title, widths[index] ?? 0)).join(gap)
  const lines = labs.map((proof, lab) => {
    const cells = (rows[lab] ?? []).map(({ text, isRight }, index) => {
      const padded = pad(text, widths[index] ?? 0)
      return isRight ? padded : paint.red(padded)
    })
    return ` ${sign(proofOutcome(proof), paint)} ${cells.join(gap)}`.trimEnd()
  })
  return [`   ${paint.dim(head.trimEnd())}`, ...lines]
}

const gap = '  '

interface Column {
  readonly title: string
  readonly cell: (proof: LabProof) => { readonly text: string; readonly isRight: boolean }
}

const columns: readonly Column[] = [
  { title: 'LAB', cell: ({ lab }) => right(lab.id) },
  { title: 'PRISTINE', cell: shownOf('pristine') },
  { title: 'REFERENCE', cell: shownOf('reference') },
  { title: 'MUTANTS', cell: shownOf('mutant') },
  { title: 'CHECKS', cell: shownOf('check') },
  { title: 'EQUIVALENT', cell: shownOf('equivalent') },
  { title: 'WRONG', cell: shownOf('wrong') },
  { title: 'LEAKS', cell: leaks },
  { title: 'TIME', cell: ({ ms, made }) => right(made === 0 ? 'known' : seconds(ms)) },
]

const right = (text: string) => ({ text, isRight: true })

/** `8/8`; where there is nothing to be shown, a dash. */
function shownOf(kind: ProofKind): Column['cell'] {
  return proof => {
    const { shown, all } = tally(proof, kind)
    return all === 0 ? right('–') : { text: `${shown}/${all}`, isRight: shown === all }
  }
}

function leaks(proof: LabProof): ReturnType<Column['cell']> {
  const { shown, all } = tally(proof, 'leak')
  return shown === all ? right(all === 0 ? '–' : 'none') : { text: 'some', isRight: false }
}

import type { ProofKind } from '../../../prove/proof.ts'
import type { LabProofView } from '../../view/proof.ts'
import { seconds } from '../../wording.ts'
import { sign } from './mark.ts'
import { type Page, pad, prose, widthOf } from './page.ts'

/** A row for each lab and a column for each kind of case: how many passed of how many. */
export function proofTable(labs: readonly LabProofView[], page: Page): string[] {
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
    return ` ${sign(proof.outcome, paint)} ${cells.join(gap)}`.trimEnd()
  })
  const table = [`   ${paint.dim(head.trimEnd())}`, ...lines]
  return table.some(line => widthOf(line) > page.width) ? labs.flatMap(proof => stacked(proof, page)) : table
}

/** The same in words, where the columns do not fit beside each other. */
function stacked(proof: LabProofView, page: Page): string[] {
  const { paint } = page
  const [lab, ...cells] = columns.map(({ title, cell }) => ({ title: title.toLowerCase(), ...cell(proof) }))
  const words = cells.map(({ title, text, isRight }) => `${title} ${isRight ? text : paint.red(text)}`)
  return [
    ...prose(paint.bold(lab?.text ?? ''), ` ${sign(proof.outcome, paint)} `, page),
    ...prose(words.join(', '), '   ', page),
  ]
}

const gap = '  '

interface Column {
  readonly title: string
  readonly cell: (proof: LabProofView) => { readonly text: string; readonly isRight: boolean }
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
  { title: 'TIME', cell: ({ ms, made }) => right(made === 0 ? 'cached' : seconds(ms)) },
]

const right = (text: string) => ({ text, isRight: true })

/** `8/8`, or a dash where there are no cases. */
function shownOf(kind: ProofKind): Column['cell'] {
  return ({ figures }) => {
    const { shown, all } = figures[kind]
    return all === 0 ? right('–') : { text: `${shown}/${all}`, isRight: shown === all }
  }
}

function leaks({ figures }: LabProofView): ReturnType<Column['cell']> {
  const { shown, all } = figures.leak
  return shown === all ? right(all === 0 ? '–' : 'none') : { text: 'some', isRight: false }
}

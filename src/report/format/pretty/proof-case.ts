import { quote } from '../../../plan/shell-syntax.ts'
import { type LabProof, type ProofCase, proofKinds } from '../../../prove/proof.ts'
import { oneLine } from '../../wording.ts'
import { marks, sign } from './mark.ts'
import { hard, type Page, prose, remedyLines } from './page.ts'

/** The cases of a lab that did not pass, in full: position, finding, diff, remedy, evidence. */
export function openCases({ lab, cases }: LabProof, page: Page): string[] {
  const open = cases.filter(({ outcome }) => outcome !== 'pass')
  return open.length === 0 ? [] : [...heading(lab.id, page), ...open.flatMap(each => openCase(each, page))]
}

/** Every mutant and the check that catches it. */
export function allMutants({ lab, cases }: LabProof, page: Page): string[] {
  const { paint } = page
  const mutants = cases.filter(({ proof }) => proof === 'mutant')
  return [
    ...heading(lab.id, page),
    '',
    ...mutants.flatMap(({ name, outcome, message }) =>
      prose(`${paint.bold(name)} ${paint.dim(oneLine(message))}`, `   ${sign(outcome, paint)} `, page),
    ),
  ]
}

function heading(text: string, { paint, width }: Page): string[] {
  const rule = '─'.repeat(Math.max(2, width - text.length - 4))
  return ['', `${paint.dim('──')} ${paint.cyan(text)} ${paint.dim(rule)}`]
}

function openCase({ proof, name, outcome, message, remedy, diff = [], evidence, at }: ProofCase, page: Page) {
  const { paint } = page
  const colour = paint[marks[outcome].colour]
  return [
    '',
    ...prose(
      `${paint.bold(`${proofKinds[proof]}: ${name}`)} ${paint.dim(`${at.file}:${at.line}`)}`,
      ` ${sign(outcome, paint)} `,
      page,
    ),
    ...prose(colour(oneLine(message)), '   ', page),
    ...diff.flatMap(line => hard((line.startsWith('-') ? paint.red : paint.green)(line), '     ', page)),
    ...(remedy === undefined ? [] : remedyLines(remedy, `   ${paint.cyan('→')} `, page)),
    ...(evidence === undefined ? [] : [`     ${paint.dim(`unboxed judge ${quote(evidence)}`)}`]),
  ]
}

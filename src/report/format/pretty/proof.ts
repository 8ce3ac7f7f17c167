import { printableValue } from '../../../printable.ts'
import type { Proof, ProofKind } from '../../../prove/proof.ts'
import type { Style } from '../../reporter.ts'
import { type LabProofView, summarizeProof, viewLabProof } from '../../view/proof.ts'
import { count, seconds } from '../../wording.ts'
import { type Page, pageFor, prose } from './page.ts'
import { allMutants, openCases } from './proof-case.ts'
import { proofTable } from './proof-table.ts'

/** For an author at a terminal: the cases that did not pass, in full, then the table and the score. */
export function proofPretty(given: Proof, style: Style): string {
  const page = pageFor(style)
  const proof = printableValue(given)
  const labs = proof.labs.filter(({ cases }) => cases.length > 0).map(viewLabProof)
  const lines = [
    ...(page.verbose ? labs.flatMap(lab => allMutants(lab, page)) : []),
    ...labs.flatMap(lab => openCases(lab, page)),
    '',
    ...proofTable(labs, page),
    '',
    ...onWord(labs, page),
    ...summary(proof, labs, page),
  ]
  return lines.map(line => `${line}\n`).join('')
}

const words: { [K in ProofKind]?: string } = { pristine: 'given: ', equivalent: 'equivalent: ' }

/** Reasons of the author that no run can verify; listed so that a reader can question them. */
function onWord(labs: readonly LabProofView[], page: Page): string[] {
  const said = labs.flatMap(({ lab, cases }) =>
    cases.flatMap(({ proof, name, said }) =>
      said === undefined
        ? []
        : prose(page.paint.dim(`${lab.id} ${words[proof] ?? ''}${name}: ${said}`), '   ', page),
    ),
  )
  return said.length === 0 ? [] : [' Reasons given by the author, not verified:', ...said, '']
}

function summary(proof: Proof, labs: readonly LabProofView[], page: Page): string[] {
  const { paint } = page
  const { ms, machine, seed, interrupted } = proof
  const { proven, mutants, score, equivalents, vacuous, made, remembered } = summarizeProof(labs)
  const percent = score === undefined ? '–' : `${score} %`
  const apart = equivalents > 0 ? `, not counting ${equivalents} equivalent` : ''
  const caught = `${mutants.shown} of ${count(mutants.all, 'mutant')} caught${apart}`
  const runs = `${count(made, 'run')}, ${remembered} cached`
  return [
    ...(interrupted ? [paint.bold(' Interrupted: unfinished labs are not listed.')] : []),
    ...prose(
      `${paint.bold(`${proven} of ${count(labs.length, 'lab')} proven.`)} Mutation score ${percent}: ${caught}; ${count(vacuous, 'vacuous check')}.`,
      ' ',
      page,
    ),
    ...prose(paint.dim([seconds(ms), runs, machine, `seed ${seed}`].join(' · ')), ' ', page),
  ]
}

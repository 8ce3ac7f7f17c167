import {
  type LabProof,
  type Proof,
  type ProofCase,
  type ProofKind,
  proofOutcome,
  tally,
} from '../../prove/proof.ts'
import { type Page, pageFor, prose } from '../pretty/page.ts'
import type { Style } from '../reporter.ts'
import { count, printable, seconds } from '../wording.ts'
import { allMutants, openCases } from './case.ts'
import { proofTable } from './table.ts'

/** A proof as an author reads it: what is not shown, each in full, then the table and the score. */
export function proofPretty(told: Proof, style: Style): string {
  const page = pageFor(style)
  const proof = printableProof(told)
  const labs = proof.labs.filter(({ cases }) => cases.length > 0)
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

/** What a person said, and no machine: it is shown, so that it can be doubted. */
function onWord(labs: readonly LabProof[], page: Page): string[] {
  const said = labs.flatMap(({ lab, cases }) =>
    cases.flatMap(({ proof, name, said }) =>
      said === undefined
        ? []
        : prose(page.paint.dim(`${lab.id} ${words[proof] ?? ''}${name}: ${said}`), '   ', page),
    ),
  )
  return said.length === 0 ? [] : [' Taken on the author’s word:', ...said, '']
}

function summary({ ms, machine, seed, interrupted }: Proof, labs: readonly LabProof[], page: Page): string[] {
  const { paint } = page
  const proven = labs.filter(lab => proofOutcome(lab) === 'pass').length
  const all = (kind: ProofKind) => {
    const tallies = labs.map(lab => tally(lab, kind))
    return { shown: sum(tallies.map(({ shown }) => shown)), all: sum(tallies.map(({ all }) => all)) }
  }
  const mutants = all('mutant')
  const apart = all('equivalent').all
  const score = mutants.all === 0 ? '–' : `${Math.floor((100 * mutants.shown) / mutants.all)} %`
  const vacuous = labs
    .flatMap(({ cases }) => cases)
    .filter(({ proof, outcome }) => proof === 'pristine' && outcome === 'fail').length
  const runs = `${count(sum(labs.map(({ made }) => made)), 'run')}, ${sum(labs.map(({ remembered }) => remembered))} remembered`
  return [
    ...(interrupted ? [paint.bold(' Interrupted: labs that were not finished are not here.')] : []),
    ...prose(
      `${paint.bold(`${proven} of ${count(labs.length, 'lab')} proven.`)} Mutation score ${score}: ${mutants.shown} of ${count(mutants.all, 'mutant')} caught${apart > 0 ? `, ${apart} equivalent apart` : ''}; ${count(vacuous, 'vacuous check')}.`,
      ' ',
      page,
    ),
    ...prose(paint.dim([seconds(ms), runs, machine, `seed ${seed}`].join(' · ')), ' ', page),
  ]
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)

/** What a lab, a program or the kernel wrote cannot move the cursor. */
function printableProof(proof: Proof): Proof {
  const cleaned = (told: ProofCase): ProofCase => ({
    ...told,
    name: printable(told.name),
    message: printable(told.message),
    ...(told.said ? { said: printable(told.said) } : {}),
    ...(told.diff ? { diff: told.diff.map(printable) } : {}),
  })
  return { ...proof, labs: proof.labs.map(lab => ({ ...lab, cases: lab.cases.map(cleaned) })) }
}

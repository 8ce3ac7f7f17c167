import { quote } from '../../../plan/shell-syntax.ts'
import { type LabProof, type Proof, type ProofCase, proofKinds } from '../../../prove/proof.ts'
import { type Case, countCases, inSeconds, result, totals } from './case.ts'
import { type Node, xml } from './xml.ts'

/** JUnit's XML for CI servers: a test suite for each lab, a test case for each case of its proof. */
export function proofJunit(proof: Proof): string {
  const { labs, ms, interrupted } = proof
  const cut: Case[] = interrupted ? [{ outcome: 'error', node: unfinished }] : []
  const suites = [
    ...labs.map(lab => suite(lab, proof)),
    ...(interrupted ? [{ '@name': 'unboxed', ...totals(countCases(cut)), testcase: [unfinished] }] : []),
  ]
  return xml({
    testsuites: {
      '@name': 'unboxed prove',
      '@time': inSeconds(ms),
      ...totals(countCases([...labs.flatMap(casesOf), ...cut])),
      testsuite: suites,
    },
  })
}

/** Makes an interrupted proof differ from a complete one. */
const unfinished: Node = {
  '@name': 'prove',
  '@classname': 'unboxed',
  ...result('error', 'the proof was interrupted', 'the proof was interrupted'),
}

function suite(proof: LabProof, { seed, machine }: Proof): Node {
  const cases = casesOf(proof)
  const property = Object.entries({ title: proof.lab.title, seed, machine }).map(([name, value]) => ({
    '@name': name,
    '@value': value,
  }))
  return {
    '@name': proof.lab.id,
    '@time': inSeconds(proof.ms),
    '@file': proof.lab.file,
    ...totals(countCases(cases)),
    properties: { property },
    testcase: cases.map(({ node }) => node),
  }
}

const casesOf = ({ lab, cases }: LabProof): Case[] =>
  cases.map(each => ({ outcome: each.outcome, node: testcase(each, lab.id) }))

function testcase(
  { proof, name, outcome, message, remedy, diff = [], evidence, at }: ProofCase,
  lab: string,
): Node {
  const body = [message, ...diff, remedy ?? '', evidence ? `unboxed judge ${quote(evidence)}` : ''].filter(
    Boolean,
  )
  return {
    '@name': `${proofKinds[proof]}: ${name}`,
    '@classname': lab,
    '@file': at.file,
    '@line': at.line,
    ...result(outcome, message, body.join('\n')),
  }
}

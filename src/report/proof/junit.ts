import { type LabProof, type Proof, type ProofCase, proofKinds } from '../../prove/proof.ts'
import { type Case, result, totals } from '../junit-case.ts'
import { type Node, xml } from '../xml.ts'

/** JUnit's XML: a test suite for each lab, a test case for each thing that had to be shown. */
export function proofJunit(proof: Proof): string {
  const { labs, ms, interrupted } = proof
  const cut: Case[] = interrupted ? [{ outcome: 'error', node: unfinished }] : []
  const suites = [
    ...labs.map(lab => suite(lab, proof)),
    ...(interrupted ? [{ '@name': 'unboxed', ...totals(cut), testcase: [unfinished] }] : []),
  ]
  return xml({
    testsuites: {
      '@name': 'unboxed prove',
      '@time': inSeconds(ms),
      ...totals([...labs.flatMap(casesOf), ...cut]),
      testsuite: suites,
    },
  })
}

/** A proof that did not come to its end must not look like one with nothing wrong. */
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
    ...totals(cases),
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
  const body = [message, ...diff, remedy ?? '', evidence ? `unboxed judge ${evidence}` : ''].filter(Boolean)
  return {
    '@name': `${proofKinds[proof]}: ${name}`,
    '@classname': lab,
    '@file': at.file,
    '@line': at.line,
    ...result(outcome, message, body.join('\n')),
  }
}

const inSeconds = (ms: number) => (ms / 1000).toFixed(3)

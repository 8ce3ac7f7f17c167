import XMLBuilder from 'fast-xml-builder'
import type { Outcome } from '../verdict/verdict.ts'
import { type Case, casesOf, type Node } from './junit-case.ts'
import type { Reporter } from './reporter.ts'
import { gatherResult, type LabResult, type RunResult } from './result.ts'
import { leakWords } from './wording.ts'

/** JUnit's XML, as CI servers read it: a test suite for each lab, a test case for each check. Written at the end. */
export function junit(out: (text: string) => void): Reporter {
  const { add, result } = gatherResult()
  return {
    name: 'junit',
    event: add,
    end: () => {
      const xml = builder.build(withoutControls(testsuites(result())))
      out(`<?xml version="1.0" encoding="UTF-8"?>\n${xml.trimEnd()}\n`)
    },
  }
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

function testsuites({ labs, ms, interrupted, seed, machine }: RunResult): Node {
  const suites = labs.map(lab => testsuite(lab, { seed, machine }))
  const nothing = labs.length === 0 || interrupted ? [unfinished(interrupted)] : []
  return {
    testsuites: {
      '@name': 'unboxed',
      '@time': inSeconds(ms),
      ...totals(labs.flatMap(casesOf), nothing.length),
      testsuite: [...suites, ...nothing],
    },
  }
}

/** A run that did not come to its end must not look like one with nothing wrong. */
function unfinished(interrupted: boolean): Node {
  const message = interrupted ? 'the run was interrupted' : 'no lab was run'
  return {
    '@name': 'unboxed',
    '@tests': 1,
    '@failures': 0,
    '@errors': 1,
    '@skipped': 0,
    testcase: { '@name': 'run', '@classname': 'unboxed', error: { '@message': message, '@type': 'error' } },
  }
}

function testsuite(lab: LabResult, run: { seed: string; machine: string }): Node {
  const { head, ms, leaks } = lab
  return {
    '@name': head.id,
    '@time': inSeconds(ms),
    '@file': head.file,
    ...totals(casesOf(lab)),
    properties: { property: properties(lab, run) },
    testcase: casesOf(lab).map(({ node }) => node),
    ...(leaks.length > 0 ? { 'system-err': `left behind and removed: ${leakWords(leaks)}` } : {}),
  }
}

function properties(
  { head, machine }: LabResult,
  { seed, machine: where }: { seed: string; machine: string },
): Node[] {
  const named: Record<string, string | undefined> = {
    title: head.title,
    seed,
    machine: machine?.description ?? where,
    kernel: machine?.release,
    controllers: machine?.controllers.join(' '),
    ...Object.fromEntries(Object.entries(head.vars).map(([name, value]) => [`var.${name}`, value])),
  }
  return Object.entries(named).flatMap(([name, value]) => (value ? [{ '@name': name, '@value': value }] : []))
}

function totals(cases: readonly Case[], moreErrors = 0): { [key: string]: Node } {
  const number = (...outcomes: Outcome[]) => cases.filter(({ outcome }) => outcomes.includes(outcome)).length
  return {
    '@tests': cases.length + moreErrors,
    '@failures': number('fail'),
    '@errors': number('error') + moreErrors,
    '@skipped': number('skipped', 'unsupported'),
  }
}

const inSeconds = (ms: number) => (ms / 1000).toFixed(3)

/** XML 1.0 has no way at all to write most control characters, nor half of a surrogate pair. */
function withoutControls(node: Node | undefined): Node | undefined {
  if (typeof node === 'string') return node.replace(forbidden, '\ufffd')
  if (Array.isArray(node)) return node.map(item => withoutControls(item) ?? '')
  if (typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutControls(value)]))
}

const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

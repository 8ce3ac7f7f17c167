import { casesOf, totals } from './junit-case.ts'
import type { Reporter } from './reporter.ts'
import { gatherResult, type LabResult, type RunResult } from './result.ts'
import { leakWords } from './wording.ts'
import { type Node, xml } from './xml.ts'

/** JUnit's XML, as CI servers read it: a test suite for each lab, a test case for each check. Written at the end. */
export function junit(out: (text: string) => void): Reporter {
  const { add, result } = gatherResult()
  return {
    name: 'junit',
    event: add,
    end: () => {
      out(xml(testsuites(result())))
    },
  }
}

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

const inSeconds = (ms: number) => (ms / 1000).toFixed(3)

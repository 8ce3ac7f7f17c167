import type { Reporter } from '../../reporter.ts'
import { type RunTable, reporterOf } from '../../run-table.ts'
import type { AttemptResult } from '../../view/result.ts'
import { leftWords, notStartedWords } from '../../wording.ts'
import { type Case, casesOf, countCases, inSeconds, totals } from './case.ts'
import { type Node, xml } from './xml.ts'

/**
 * JUnit's XML for CI servers: a test suite for each attempt, a test case for each check. Its totals come first, so it keeps the
 * suites and writes them at the end of the run.
 */
export function junit(out: (text: string) => void): Reporter {
  const suites: Node[] = []
  const counts = countCases([])
  let run: Run = { seed: '', machine: '' }
  const add = (result: AttemptResult) => {
    const cases = casesOf(result)
    countCases(cases, counts)
    suites.push(testsuite(result, cases, run))
  }
  const incomplete = (message: string) => {
    suites.push(incompleteRun(message))
    counts.error++
  }
  const write = (ms: number, interrupted: boolean) => {
    if (interrupted) incomplete('the run was interrupted')
    else if (suites.length === 0) incomplete('no lab was run')
    const testsuites = { '@name': 'unboxed', '@time': inSeconds(ms), ...totals(counts), testsuite: suites }
    out(xml({ testsuites }))
  }
  const table: RunTable = {
    'run-start': ({ seed, machine }) => {
      run = { seed, machine }
    },
    progress: ignore,
    swept: ignore,
    remaining: ignore,
    'attempt-start': ignore,
    'machine-ready': ignore,
    'step-start': ignore,
    operation: ignore,
    output: ignore,
    'step-end': ignore,
    sample: ignore,
    verdict: ignore,
    'attempt-end': (_, result) => add(result),
    'run-end': ({ ms, interrupted }) => write(ms, interrupted),
  }
  const notStarted = (attempts: number) => incomplete(notStartedWords(attempts))
  return reporterOf(table, { unfinished: add, notStarted, run: () => write(0, false) })
}

interface Run {
  readonly seed: string
  readonly machine: string
}

const ignore = () => undefined

/** An interrupted or empty run must not look like one that passed. */
function incompleteRun(message: string): Node {
  return {
    '@name': 'unboxed',
    '@tests': 1,
    '@failures': 0,
    '@errors': 1,
    '@skipped': 0,
    testcase: { '@name': 'run', '@classname': 'unboxed', error: { '@message': message, '@type': 'error' } },
  }
}

function testsuite(result: AttemptResult, cases: readonly Case[], run: Run): Node {
  const { name, lab, ms, leaks } = result
  return {
    '@name': name,
    '@time': inSeconds(ms),
    '@file': lab.file,
    ...totals(countCases(cases)),
    properties: { property: properties(result, run) },
    testcase: cases.map(({ node }) => node),
    ...(leaks.length > 0 ? { 'system-err': leftWords(leaks).join('\n') } : {}),
  }
}

function properties({ attempt, lab, machine }: AttemptResult, run: Run): Node[] {
  const named: Record<string, string | undefined> = {
    title: lab.title,
    seed: attempt.seed || run.seed,
    machine: machine?.description ?? run.machine,
    kernel: machine?.release,
    controllers: machine?.controllers.join(' '),
    ptrace: machine?.ptrace,
    ...Object.fromEntries(Object.entries(lab.vars).map(([name, value]) => [`var.${name}`, value])),
  }
  return Object.entries(named).flatMap(([name, value]) => (value ? [{ '@name': name, '@value': value }] : []))
}

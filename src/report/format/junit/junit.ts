import { scoreOf } from '../../../verdict/score.ts'
import type { Reporter } from '../../reporter.ts'
import { type RunTable, reporterOf, untold } from '../../run-table.ts'
import type { AttemptResult } from '../../view/result.ts'
import { leftWords, notStartedWords, problemLine } from '../../wording.ts'
import { type Case, casesOf, countCases, inSeconds, result, totals } from './case.ts'
import { type Node, xml } from './xml.ts'

/**
 * JUnit's XML for CI servers: a test suite for each attempt, a test case for each check. Its totals come first, so it keeps the
 * suites and writes them at the end of the run.
 */
export function junit(out: (text: string) => void): Reporter {
  const suites: Node[] = []
  const counts = countCases([])
  let run: Run = { seed: '', machine: '' }
  const broken: Broken[] = []
  const add = (result: AttemptResult) => {
    const cases = casesOf(result)
    countCases(cases, counts)
    suites.push(testsuite(result, cases, run))
  }
  const write = (ms: number, interrupted: boolean) => {
    if (interrupted) broken.push({ message: 'the run was interrupted' })
    else if (suites.length + broken.length === 0) broken.push({ message: 'no lab was run' })
    if (broken.length > 0) suites.push(brokenSuite(broken))
    counts.error += broken.length
    const testsuites = { '@name': 'unboxed', '@time': inSeconds(ms), ...totals(counts), testsuite: suites }
    out(xml({ testsuites }))
  }
  const table: RunTable = {
    'run-start': ({ seed, machine }) => {
      run = { seed, machine }
    },
    problem: problem => {
      broken.push({ ...problem, message: problemLine(problem) })
    },
    ...untold,
    'attempt-end': (_, result) => add(result),
    'run-end': ({ ms, interrupted }) => write(ms, interrupted),
  }
  const notStarted = (attempts: number) => {
    broken.push({ message: notStartedWords(attempts) })
  }
  return reporterOf(table, { unfinished: add, notStarted, run: () => write(0, false) })
}

interface Run {
  readonly seed: string
  readonly machine: string
}

/** Why the run as a whole is no pass: an interrupted, empty or incomplete one must not look like one that passed. */
interface Broken {
  readonly message: string
  readonly remedy?: string
}

function brokenSuite(broken: readonly Broken[]): Node {
  return {
    '@name': 'unboxed',
    '@tests': broken.length,
    '@failures': 0,
    '@errors': broken.length,
    '@skipped': 0,
    testcase: broken.map(({ message, remedy }) => ({
      '@name': 'run',
      '@classname': 'unboxed',
      ...result('error', message, remedy ?? message),
    })),
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

function properties(result: AttemptResult, run: Run): Node[] {
  const { attempt, lab, machine, file, notes, observation } = result
  const named: Record<string, string | undefined> = {
    learner: attempt.learner,
    file,
    title: lab.title,
    seed: attempt.seed || run.seed,
    machine: machine?.description ?? run.machine,
    kernel: machine?.release,
    controllers: machine?.controllers.join(' '),
    ptrace: machine?.ptrace,
    observed: observation.from,
    ...Object.fromEntries(Object.entries(lab.vars).map(([name, value]) => [`var.${name}`, value])),
    ...points(result),
    ...Object.fromEntries(notes.map((note, index) => [`note.${index + 1}`, note])),
  }
  return Object.entries(named).flatMap(([name, value]) => (value ? [{ '@name': name, '@value': value }] : []))
}

function points({ verdicts }: AttemptResult): Record<string, string> {
  const { seen, both, said, ...score } = scoreOf(verdicts)
  const rows = {
    'points.earned': score.earned,
    'points.possible': score.possible,
    'points.undecided': score.undecided,
    'points.seen.earned': seen.earned,
    'points.seen.possible': seen.possible,
    'points.both.earned': both.earned,
    'points.both.possible': both.possible,
    'points.said.earned': said.earned,
    'points.said.possible': said.possible,
  }
  return Object.fromEntries(Object.entries(rows).map(([name, number]) => [name, String(number)]))
}

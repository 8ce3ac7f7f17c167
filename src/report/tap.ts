import type { RunEvent } from '../attempt/event.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import { checkWords, failureWords } from '../verdict/words.ts'
import { cleanEvent } from './clean.ts'
import { inOrder } from './in-order.ts'
import type { Reporter } from './reporter.ts'
import { gatherResult, type LabResult, labOutcome } from './result.ts'
import { diagnostic, labDiagnostic } from './tap-diagnostic.ts'
import { leakWords, seconds } from './wording.ts'

type Formatters = { readonly [T in RunEvent['type']]: (event: Extract<RunEvent, { type: T }>) => void }

/** TAP version 14: a subtest for each lab, a test point for each check, YAML for what did not pass. */
export function tap(out: (text: string) => void): Reporter {
  const { add, result } = gatherResult()
  const begun: string[] = []
  let points = 0
  let started = false
  let ended = false

  const write = (text: string, indent = '') => out(text.replace(/^(?=.)/gm, indent).replace(/\n?$/, '\n'))
  const comment = (text: string, indent = '') => write(text.replace(/\n+$/, '').replace(/^/gm, '# '), indent)
  const resultOf = (lab: string) => result().labs.find(({ head }) => head.id === lab)

  const begin = (id: string) => {
    if (begun.includes(id)) return
    begun.push(id)
    points = 0
    const lab = resultOf(id)
    if (!lab) return
    write(`# Subtest: ${labName(lab)}`)
    write(`1..${lab.head.checks}`, child)
  }

  const finish = (lab: LabResult) => {
    begin(lab.head.id)
    for (const [index] of Array.from({ length: lab.head.checks }).entries())
      if (index >= points) write(`not ok ${index + 1} - this check was not judged`, child)
    if (lab.leaks.length > 0) comment(`left behind and removed: ${leakWords(lab.leaks)}`, child)
    const outcome = labOutcome(lab)
    write(
      `${status[outcome]} ${begun.length} - ${escaped(labName(lab))}${directive(outcome, lab.ended?.message)}`,
    )
    if (outcome === 'fail' || outcome === 'error') write(labDiagnostic(lab))
    else if (lab.finished) comment(`time=${Math.round(lab.ms)}ms`)
  }

  const formatters: Formatters = {
    'run-start': ({ labs, machine, seed }) => {
      started = true
      write(`TAP version 14\n1..${labs.length}`)
      comment(`machine: ${machine}\nseed: ${seed}`)
    },
    progress: ({ task, detail, done, ms }) =>
      comment(`${task}${detail ? `: ${detail}` : ''}${done ? ` done in ${seconds(ms ?? 0)}` : ''}`),
    swept: ({ what }) => comment(`left by an earlier run and removed: ${leakWords(what)}`),
    'lab-start': ({ lab, machine }) => {
      begin(lab.id)
      comment(`kernel: ${machine.release}`, child)
    },
    'step-start': ({ lab, step }) => {
      begin(lab)
      comment(`${step.id}: ${step.text.trim()}`, child)
    },
    operation: ({ line, shell }) =>
      comment(`${shell === undefined ? '' : `${shell} `}$ ${line.trim()}`, child),
    output: () => undefined,
    'step-end': ({ ended }) => ended && comment(ended.message, child),
    sample: () => undefined,
    verdict: ({ lab, verdict }) => {
      begin(lab)
      points++
      write(point(verdict, points), child)
    },
    'lab-end': ({ lab }) => {
      const found = resultOf(lab)
      if (found) finish(found)
    },
    'run-end': ({ ms }) => {
      ended = true
      const { labs, interrupted } = result()
      for (const lab of labs) if (!lab.finished) finish(lab)
      comment(`time=${Math.round(ms)}ms`)
      if (interrupted) write('Bail out! interrupted')
      else if (labs.length > 0 && labs.every(({ machine, ended }) => !machine && ended?.kind === 'error'))
        write(`Bail out! ${oneLine(labs[0]?.ended?.message ?? '')}`)
    },
  }
  const tell = inOrder(event => (formatters[event.type] as (event: RunEvent) => void)(event))

  return {
    name: 'tap',
    event: told => {
      const event = cleanEvent(told)
      add(event)
      tell(event)
    },
    end: () => {
      if (!started) write('TAP version 14\nBail out! no lab was run')
      else if (!ended) tell({ type: 'run-end', ms: 0, interrupted: false })
    },
  }
}

/** A subtest is indented by four. */
const child = '    '

const status = {
  pass: 'ok',
  fail: 'not ok',
  error: 'not ok',
  skipped: 'ok',
  unsupported: 'ok',
} satisfies Record<Outcome, string>

function point(verdict: Verdict, number: number): string {
  const { outcome, check } = verdict
  const words = verdict.facts.length === 0 ? verdict.subject : checkWords(verdict)
  const line = `${status[outcome]} ${number} - ${escaped(`${check} ${words}`)}${directive(outcome, failureWords(verdict))}`
  return outcome === 'fail' || outcome === 'error' ? `${line}\n${diagnostic(verdict)}` : line
}

function directive(outcome: Outcome, why = ''): string {
  if (outcome !== 'skipped' && outcome !== 'unsupported') return ''
  return ` # SKIP ${outcome === 'unsupported' ? 'unsupported: ' : ''}${oneLine(why)}`
}

const labName = ({ head }: LabResult) => oneLine(`${head.id}: ${head.title}`)

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A hash begins a directive, a backslash escapes it. */
const escaped = (text: string) => oneLine(text).replace(/[\\#]/g, '\\$&')

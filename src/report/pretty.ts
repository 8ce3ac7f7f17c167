import type { RunEvent } from '../attempt/event.ts'
import { cleanEvent } from './clean.ts'
import { inOrder } from './in-order.ts'
import { checkLines } from './pretty/check.ts'
import { type Fold, foldOutput } from './pretty/fold.ts'
import { labEndLines, stepEndedLines } from './pretty/lab-end.ts'
import { commandLines, labHeadLines, stepHeadLines } from './pretty/lab-head.ts'
import { hard, pageFor, prose } from './pretty/page.ts'
import { portraitLines, portraitsOf } from './pretty/portrait.ts'
import { runEndLines } from './pretty/run-end.ts'
import type { Reporter, Style } from './reporter.ts'
import { gatherResult } from './result.ts'
import { leakWords, seconds } from './wording.ts'

type Formatters = { readonly [T in RunEvent['type']]: (event: Extract<RunEvent, { type: T }>) => void }

/** What a learner reads in a terminal: each command, what came of it, the kernel's own words, and the verdict. */
export function pretty(out: (text: string) => void, style: Style): Reporter {
  const page = pageFor(style)
  const { paint } = page
  const { add, result } = gatherResult()
  const write = (lines: readonly string[]) => out(lines.map(line => `${line}\n`).join(''))
  let lab = newLab('')
  let ended = false

  const begin = (id: string) => {
    if (lab.id === id) return
    lab = newLab(id)
    const found = result().labs.find(({ head }) => head.id === id)
    if (found) write(labHeadLines(found.head, page))
  }
  const endOutput = () => {
    lab.output?.end()
    lab.output = undefined
  }
  const finish = (id: string) => {
    begin(id)
    endOutput()
    const found = result().labs.find(({ head }) => head.id === id)
    if (found) write(labEndLines(found, lab, page))
  }

  const formatters: Formatters = {
    'run-start': () => undefined,
    progress: ({ task, detail, done, ms }) => {
      const words = `${task}${detail ? `: ${detail}` : ''}${done ? `, done in ${seconds(ms ?? 0)}` : ' …'}`
      write(prose(paint.dim(words), ' ', page))
    },
    swept: ({ what }) =>
      write(prose(paint.dim(`Left by an earlier run, and removed: ${leakWords(what)}`), ' ', page)),
    'lab-start': ({ lab: head }) => begin(head.id),
    'step-start': ({ lab: id, step }) => {
      begin(id)
      lab.steps.push(step.id)
      lab.lines = 0
      write([...stepHeadLines(step, lab.steps.length, page), ''])
    },
    operation: ({ line, shell }) => {
      endOutput()
      write(commandLines(line, shell, page))
    },
    output: ({ text }) => {
      lab.output ??= foldOutput(line => write(hard(line, `   ${paint.dim('│')} `, page)), {
        all: page.verbose,
      })
      lab.output.text(text)
    },
    'step-end': ({ ended }) => {
      endOutput()
      if (!ended) return
      write(['', ...stepEndedLines(ended, page)])
      lab.messages.add(ended.message).add(ended.remedy ?? '')
    },
    sample: ({ sample }) => {
      for (const portrait of portraitsOf(sample)) {
        const seen = JSON.stringify(portrait)
        if (lab.portraits.has(seen)) continue
        lab.portraits.add(seen)
        write(['', ...portraitLines(portrait, page)])
      }
    },
    verdict: ({ lab: id, verdict }) => {
      begin(id)
      endOutput()
      if (!lab.steps.includes(verdict.step)) {
        lab.unreached++
        return
      }
      if (lab.lines++ === 0) write([''])
      write(checkLines(verdict, lab.messages, page))
    },
    'lab-end': ({ lab: id }) => finish(id),
    'run-end': () => {
      ended = true
      const run = result()
      for (const { head, finished } of run.labs) if (!finished && lab.id === head.id) finish(head.id)
      write(runEndLines(run, page))
    },
  }
  const tell = inOrder(event => (formatters[event.type] as (event: RunEvent) => void)(event))

  return {
    name: 'pretty',
    event: told => {
      const event = cleanEvent(told)
      add(event)
      tell(event)
    },
    end: () => {
      endOutput()
      if (!ended && result().labs.length > 0) tell({ type: 'run-end', ms: 0, interrupted: false })
    },
  }
}

/** What must be remembered while a lab is told. */
interface LabOnPage {
  readonly id: string
  /** Steps begun. */
  readonly steps: string[]
  /** Portraits drawn already: the same is not drawn twice. */
  readonly portraits: Set<string>
  output: Fold | undefined
  /** Checks told of the present step. */
  lines: number
  /** Checks of steps that were never begun. */
  unreached: number
  /** Why steps ended, as told already. */
  readonly messages: Set<string>
}

const newLab = (id: string): LabOnPage => ({
  id,
  steps: [],
  portraits: new Set(),
  output: undefined,
  lines: 0,
  unreached: 0,
  messages: new Set(),
})

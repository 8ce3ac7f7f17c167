import type { LearnersDesk, Person } from '../attempt/actor/hand/learner.ts'
import type { Terminal } from '../attempt/actor/hand/terminal.ts'
import type { Lab, Step } from '../lab/lab.ts'
import type { Size } from '../linux/terminal-size.ts'
import type { Paint } from '../report/paint.ts'
import { count } from '../report/wording.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { withPids } from '../submission/pid-name.ts'
import { referenceSubmission } from '../submission/reference.ts'
import type { SubmittedStep } from '../submission/submission.ts'
import { type Action, actions, type Leaving } from './action.ts'
import { answers } from './answer.ts'
import { attemptFileOf } from './attempt-file-of.ts'
import { type KernelChanges, kernelChanges } from './kernel-changes.ts'
import { openNews } from './news.ts'
import { openNotebook } from './notebook.ts'
import type { LabProgress } from './progress.ts'
import { openShells } from './shells.ts'
import type { Learning } from './task.ts'
import type { LatestChanges, TaskView } from './task-view.ts'
import { type TypedAgain, typeAgain } from './type-again.ts'
import { type Known, openChecks, stepStates, stepView, taskOf } from './view.ts'

export interface LearningOptions
  extends Pick<TaskView, 'place'>,
    Pick<Person, 'size' | 'term'>,
    Required<Pick<Person, 'show' | 'asked'>> {
  readonly lab: Lab
  readonly digest: string
  /** The lab that comes after this one. */
  readonly next: string | undefined
  readonly runtime: Runtime
  readonly progress: LabProgress
  /** Lines that are typed again before the learner goes on. */
  readonly again: readonly SubmittedStep[]
  readonly learner?: string
  readonly paint: Paint
  /** Lines are printed above the next prompt only: nothing that is shown is drawn again. */
  readonly isPlain: boolean
  /** The labs of the course and what is done of them, for a reader. */
  courseList(): Promise<string>
  /** A shell has ended. */
  closed(terminal: number): void
  /** Shows a line of our own in the terminal that is in use. */
  say(line: string): void
  /** Keeps the progress and the attempt file. Resolves to why that was not possible, if so. */
  keep(
    progress: LabProgress,
    attempt: { readonly file: string; readonly done: number; readonly commands: number },
  ): Promise<string | undefined>
}

/** A person at a lab: the learner actor's, and a front's. */
export interface OpenLearning {
  readonly learning: Learning
  /** Opens a shell that is shown elsewhere, and typed into there: in another terminal. */
  openElsewhere(size: Size, show: (text: string) => void): Promise<Terminal>
  readonly person: Person
  /** How it was left; resolves before the machine is closed. */
  readonly left: Promise<Leaving>
}

/**
 * One attempt of a learner at a lab. It follows what is seen of the attempt, keeps what has been done as soon as a step is done, and
 * answers to what is asked of it by a key, by `lab WORD` in a shell, or from another terminal.
 */
export function openLearning(options: LearningOptions): OpenLearning {
  const { lab, digest, runtime, place, next, again, keep, say } = options
  const notebook = openNotebook(options.progress, lab, runtime)
  const startedAt = new Date(runtime.date()).toISOString()
  const listeners = new Set<(view: TaskView) => void>()
  const skipped = new Set(again.map(({ id }) => id).filter(id => options.progress.steps[id]?.skipped))
  /** What shells show that are shown elsewhere, by their numbers. */
  const elsewhere = new Map<number, (text: string) => void>()
  let desk: LearnersDesk | undefined
  let changes: KernelChanges | undefined
  /** The index of the step that is shown. */
  let shown = 0
  /** How many steps were over at the latest look. */
  let over = 0
  /** Whether a step was done since the last prompt: it is shown until the next one. */
  let hasClosed = false
  /** Whether somebody has turned to the step that is shown since the last command. */
  let hasTurned = false
  /** Terminals whose shells have only asked something since their last prompts. */
  const asking = new Set<number>()
  /** Terminals in which a command has begun since their last prompts: an empty line changes nothing. */
  const begun = new Set<number>()
  let size = options.size
  let notKept: string | undefined
  /** Settles once the latest step that is done is kept, so that nothing is told to be done that could still be lost. */
  let kept = Promise.resolve()
  /** Lines are typed again, until this is aborted. */
  let typing: AbortController | undefined
  /** These are lines of steps that were done before. */
  let isTypedAgain = false
  /** Resolves once shells can be opened. */
  let ready: () => void = () => undefined
  const isReady = new Promise<void>(resolve => {
    ready = resolve
  })
  let leave: (leaving: Leaving) => void = () => undefined
  const left = new Promise<Leaving>(resolve => {
    leave = leaving => {
      typing?.abort()
      resolve(leaving)
    }
  })

  const opened = () => {
    if (!desk) throw new Error('the machine is not open yet')
    return desk
  }
  const shells = openShells(number => opened().terminal(number), {
    changed: () => changed(),
    closed: number => {
      elsewhere.delete(number) // the next one of this number may be shown here
      options.closed(number)
    },
    allClosed: () => void allClosed(),
  })
  /** The end of the last shell may be what a step asks for, or typed again: only otherwise somebody leaves. */
  const allClosed = async () => {
    const done = over
    await desk?.look().catch(() => undefined)
    if (typing || over > done) await shells.open(1).catch(() => undefined)
    else leave({ to: 'quit' })
  }
  const openIndex = () => Math.min(over, lab.steps.length - 1)
  const known = (): Known => {
    const { progress } = notebook
    if (!desk) return { ...notYet(lab), progress, solution }
    const { lab: here, resolver, record, programs } = desk
    return { lab: here, resolver, record, progress, programs, answered: resolver.answered, solution }
  }
  const solution = (id: Step['id']) => {
    const { resolver } = opened()
    const pids = new Map(
      lab.steps.flatMap(({ as }) => {
        const process = as === undefined ? undefined : resolver.process(as)
        return as === undefined || !process ? [] : [[as, process.pid] as const]
      }),
    )
    return referenceLines(id).flatMap(({ lines }) => lines.map(({ text }) => withPids(text, pids)))
  }
  let reference: readonly SubmittedStep[] | undefined
  const referenceLines = (id: Step['id']) => {
    reference ??= referenceSubmission(lab, opened().session.ground).steps
    return reference.filter(step => step.id === id)
  }
  const view = (): TaskView => {
    const now = known()
    const { id, title, about, files } = now.lab
    return {
      lab: { id, title, about, ...(files && { files }) },
      ...(place && { place }),
      steps: stepStates(now),
      step: stepView(shown, now),
      isFinished: !now.resolver.open(),
      ...(next !== undefined && { next }),
      changed: changes?.known() ?? nothingYet,
      notices: notKept === undefined ? [] : [notKept],
      terminal: shells.state(),
    }
  }
  const changed = () => {
    const latest = view()
    for (const listener of listeners) listener(latest)
  }
  const save = async () => {
    // What was done before is not replaced by the part of it that has been typed again.
    if (!desk || isTypedAgain) return
    const file = attemptFileOf({ ...desk, digest, startedAt, learner: options.learner })
    const commands = desk.record.commands.length
    const why = await keep(notebook.progress, { file, done: over, commands })
    if (why === notKept) return
    notKept = why
    changed()
  }
  const follow = () => {
    if (!desk) return
    const closed = desk.resolver.closed()
    for (const { step } of closed.slice(over)) notebook.over(step.id, { skipped: skipped.has(step.id) })
    const isNew = closed.length !== over
    hasClosed = closed.length > over || (hasClosed && !isNew)
    if (closed.length > over) shown = closed.length - 1
    if (closed.length < over) shown = Math.min(shown, closed.length)
    over = closed.length
    if (isNew) {
      hasTurned = false
      kept = save()
    }
    if (!options.isPlain && !typing) void kept.then(() => news.tell(shells.state().number, shells.insert))
    changed()
  }
  const news = openNews({
    paint: options.paint,
    columns: () => size.columns,
    now: () => ({ steps: stepStates(known()), checks: openChecks(known()) }),
    taskOf: id =>
      known()
        .lab.steps.filter(step => step.id === id)
        .map(taskOf)
        .join(),
  })
  const type = async (steps: readonly SubmittedStep[], of: 'again' | 'solution') => {
    typing = new AbortController()
    isTypedAgain = of === 'again'
    const typed = await typeAgain(steps, opened(), typing.signal, async number => {
      await shells.open(number)
      return opened().terminal(number)
    })
    typing = undefined
    isTypedAgain = false
    const words = of === 'again' ? wordsOf(typed, lab) : missedWords(typed, lab)
    if (words !== '') say(words)
    shown = openIndex()
    await save()
    news.tell(shells.state().number, lines => {
      if (!shells.insert(lines)) for (const line of lines.split('\n')) say(line)
      return true
    })
  }

  const doing = answers({
    lab,
    notebook,
    next,
    desk: opened,
    courseList: options.courseList,
    latestChanges: async () => (await changes?.latest()) ?? nothingYet,
    shown: () => shown,
    hasTurned: () => hasTurned,
    over: () => over,
    show: index => {
      shown = index
      hasTurned = true
      // Whoever has gone on is not led back by the next prompt, which may be that of another terminal.
      hasClosed = false
    },
    openIndex,
    solution,
    skip: id => {
      skipped.add(id)
      // The shell that asked waits for the answer before it reads what is typed.
      runtime.after(0, () => void type(referenceLines(id), 'solution'))
    },
    leave,
  })
  const act = async ({ name, words = [] }: Action): Promise<string> => {
    const text = await doing[name](words)
    if ('keeps' in actions[name]) void save()
    changed()
    return text
  }

  const learning: Learning = {
    get view() {
      return view()
    },
    onView: listener => void listeners.add(listener),
    act,
    press: (number, keys) => {
      if (!typing) return shells.press(number, keys)
      if (keys.includes('\x03')) typing.abort()
    },
    resize: given => {
      size = given
      desk?.resize(size)
    },
    openTerminal: () => shells.open(),
    use: number => {
      shells.use(number)
      changed()
    },
  }

  return {
    left,
    person: {
      size: options.size,
      promptFirst: true,
      ...(options.term !== undefined && { term: options.term }),
      show: (terminal, text) => (elsewhere.get(terminal) ?? (text => options.show(terminal, text)))(text),
      asked: (terminal, words) => {
        asking.add(terminal)
        return options.asked(terminal, words)
      },
      seen: follow,
      begun: terminal => {
        begun.add(terminal)
        changes?.began()
      },
      beforeEnter: () => changes?.held,
      abovePrompt: async (terminal, looked) => {
        const hasAsked = asking.delete(terminal)
        if (begun.delete(terminal) && !hasAsked) changes?.prompted(looked)
        await looked
        if (!hasAsked) {
          shown = hasClosed ? over - 1 : openIndex()
          hasClosed = false
          hasTurned = false
        }
        await kept
        return desk ? news.take(terminal) : ''
      },
      work: async given => {
        desk = given
        ready()
        follow()
        changes = kernelChanges(() => given.session.client.call('inventory', {}), runtime, changed)
        changes.prompted()
        news.take(1)
        changed()
        // What is typed before the first inventory waits for it.
        await changes.latest()
        await shells.open(1)
        if (again.length > 0) await type(again, 'again')
        const { to } = await left
        const open = desk.resolver.open()
        if (open) notebook.left(open.id)
        if (to === 'fresh') notebook.afresh()
        await save()
      },
    },
    learning,
    openElsewhere: async (size, show) => {
      await isReady
      const number = await shells.open(undefined, number => elsewhere.set(number, show))
      const terminal = await opened().terminal(number)
      terminal.resize(size)
      return terminal
    },
  }
}

const nothingYet: LatestChanges = { commands: 0, changes: [] }

/** What is known before the machine is open. */
const notYet = (lab: Lab): Omit<Known, 'progress' | 'solution'> => ({
  lab,
  resolver: {
    open: () => lab.steps[0],
    closed: () => [],
    solution: () => undefined,
    process: () => undefined,
  },
  record: { commands: [] },
  programs: () => '',
  answered: () => undefined,
})

function wordsOf(typed: TypedAgain, lab: Lab): string {
  const { lines, steps } = typed
  const missed = missedWords(typed, lab)
  return `typed ${count(lines, 'line')}, which did ${count(steps.length, 'step')} again${missed && `; ${missed}`}`
}

function missedWords({ missed }: TypedAgain, { steps }: Lab): string {
  if (!missed) return ''
  const { step, later, why = 'its lines did not make it true' } = missed
  const left = later === 0 ? '' : `; the lines of ${count(later, 'later step')} were not typed`
  const number = steps.findIndex(({ id }) => id === step) + 1
  return `step ${number} of ${steps.length} is open: ${why.replaceAll('\n', '⏎')}${left}`
}

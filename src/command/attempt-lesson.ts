import { join } from 'node:path'
import { learner } from '../attempt/actor/hand/learner.ts'
import { newAttempt } from '../attempt/attempt.ts'
import type { RunEvent } from '../attempt/event.ts'
import { runAttempt } from '../attempt/run-attempt.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Lab } from '../lab/lab.ts'
import type { Leaving } from '../learn/action.ts'
import { firstUnfinished, isDone } from '../learn/advance.ts'
import { type OpenLearning, openLearning } from '../learn/learning.ts'
import { taskOf } from '../learn/view.ts'
import { sizeOf } from '../linux/terminal-size.ts'
import type { Machine } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { onGround, vmGround } from '../plan/ground.ts'
import { printable } from '../printable.ts'
import { courseLines } from '../report/course.ts'
import { type ExitCode, exitCodes } from '../report/exit-code.ts'
import { paintFor } from '../report/paint.ts'
import { wrapMessage } from '../report/wrap.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { openFront } from '../screen/open-front.ts'
import type { SubmittedStep } from '../submission/submission.ts'
import { askedInShell } from './asked-in-shell.ts'
import { asker } from './asker.ts'
import { topicsOf } from './course.ts'
import { acceptTerminals, type JoinedShell } from './join-server.ts'
import { type Lesson, readLesson } from './lesson.ts'
import type { Lessons } from './lessons.ts'
import { notingConnection } from './noting-connection.ts'
import { type ObserveOptions, observeFor } from './observe-option.ts'
import { tellRemaining, tellRemoved, tellTakenBack } from './open-machine.ts'
import type { ProgressStore } from './progress-store.ts'
import { readLabs } from './read-labs.ts'
import type { Screen, Show } from './terminal.ts'
import { type World, wantsColour } from './world.ts'

export interface LearnOptions extends MachineOptions, ObserveOptions {
  /** Lines only: nothing is redrawn. */
  readonly plain?: boolean
  /** The name in the attempt file. */
  readonly learner?: string
  /** What labs draw their values from. Default: what they were drawn from before. */
  readonly seed?: string
  /** Begin with the first step, and type nothing again. */
  readonly fromStart?: boolean
}

interface Beginning {
  readonly id: string
  readonly lessons: Lessons
  readonly fromStart: boolean
  /** A fresh machine takes the place of one that somebody has left. */
  readonly isFresh: boolean
  readonly machine: Machine
  readonly store: ProgressStore
  readonly options: LearnOptions
}

/** How an attempt was left, or that its machine is lost and nobody goes on. */
type Left = Leaving | { readonly to: 'end'; readonly code: ExitCode }

/** One attempt in one machine. Resolves to how it was left, or to nothing after telling why the lab can't be read; where the machine was lost, somebody is asked whether to go on. */
export async function attemptLesson(beginning: Beginning, world: World): Promise<Left | undefined> {
  const { id, lessons, store, options } = beginning
  const { machine, opening } = notingConnection(beginning.machine)
  const { stdin, stdout, env, signal } = world
  const lesson = await readLesson(id, lessons, { store, seed: options.seed }, world)
  if (!lesson) return undefined
  const { lab, progress } = lesson
  const isOver = isDone(progress, lab) && !beginning.isFresh
  const saved = beginning.fromStart || isOver ? undefined : await store.attempt(id)
  const again = stepsToTypeAgain(saved?.steps ?? [], lab)
  const colour = wantsColour(stdout, env)
  const isPlain = options.plain === true || env.TERM === 'dumb'
  greet({ ...lesson, lab: onGround(lab, groundOf(machine)) }, { again: again.length, isPlain }, world)

  const before = isDone(store.of(id), lab) ? lab.steps.length : again.length
  const { learning, person, left, openElsewhere } = openLearning({
    ...lesson,
    runtime: nodeRuntime,
    again,
    paint: paintFor(colour),
    isPlain,
    ...(options.learner !== undefined && { learner: options.learner }),
    size: sizeOf(stdout),
    ...(env.TERM !== undefined && { term: env.TERM }),
    courseList: () => listOf(lessons, store, world),
    show: (terminal, text) => front.show(terminal, text),
    say: line => front.say(line),
    closed: terminal => front.closed(terminal),
    asked: (_, words) => askedInShell(words, learning, world),
    keep: async (progress, { file, done, commands }) => {
      // A lab that was merely opened is no attempt, and one that was finished is not replaced by one that has just begun.
      const why = await store.save(progress)
      return why ?? (commands > 0 && done >= before ? await store.saveAttempt(id, file) : undefined)
    },
  })
  const watch = ['node', join(world.root, 'dist/cli.js'), 'watch']
  const front = openFront(learning, { stdin, stdout }, { colour, plain: isPlain, env, watch })
  // Without a cache folder nobody can join.
  const joining = acceptTerminals(machine, world, {
    open: joined(openElsewhere),
    task: learning,
    lab: id,
    opening,
  }).catch(() => undefined)
  const conduct = { actor: learner(person), unswept: true, observe: observeFor(options) }
  const ended = runAttempt(newAttempt(lab), machine, nodeRuntime, tellEarlier(world), signal, conduct)
  try {
    const { ended: why, leaks } = await ended
    front.close()
    const others = leaks.filter(({ kind, remains }) => remains || !endsWithTerminal.has(kind))
    tellTakenBack('the lab', others, world)
    if (!why) return await left
    return await afterLoss(why, world)
  } finally {
    front.close()
    await (await joining)?.close()
  }
}

/** Where the cgroups of labs are, as far as that is known before the machine is open. */
const groundOf = ({ name }: Pick<Machine, 'name'>) =>
  name === 'vm' ? vmGround : { cgroup: '(the cgroup of the lab)' }

/** What ends with the terminals of a learner, who expects that. */
const endsWithTerminal: ReadonlySet<string> = new Set(['process'])

/** Reports what earlier runs have left in a machine that stays. */
const tellEarlier = (world: World) => (event: RunEvent) => {
  if (event.type === 'swept') tellRemoved('an earlier run', event.what, world)
  if (event.type === 'remaining') tellRemaining(event.what, world)
}

/** The table of contents, as it is now: as text, which goes to a shell or onto the task screen. */
async function listOf({ files }: Lessons, store: ProgressStore, world: World): Promise<string> {
  const labs = await readLabs(
    files.map(({ path }) => path),
    'list',
    world,
  )
  if (!labs) return 'the labs cannot be read'
  const topics = await topicsOf(labs, { progressOf: store.of, next: firstUnfinished(labs, store.of) }, world)
  return courseLines(topics, { colour: false, columns: (world.stdout.columns || 80) - 2 }).join('\n')
}

/** A shell of the learner in another terminal. */
const joined =
  (open: OpenLearning['openElsewhere']) =>
  async ({ size = { rows: 24, columns: 80 } }: Screen, show: Show): Promise<JoinedShell> => {
    const terminal = await open(size, text => show('stdout', text))
    return {
      type: terminal.press,
      resize: terminal.resize,
      ended: terminal.closed.then(code => code ?? exitCodes.failed),
      close: terminal.close,
    }
  }

/** The steps from the first on that were done, one after the other. */
function stepsToTypeAgain(saved: readonly SubmittedStep[], { steps }: Lab): SubmittedStep[] {
  const done = steps.map(({ id }) => saved.find(step => step.id === id && step.done))
  const until = done.indexOf(undefined)
  return done.slice(0, until < 0 ? done.length : until).flatMap(step => step ?? [])
}

/** What is said before the machine is open. */
function greet(
  { lab, place, change }: Lesson,
  { again, isPlain }: { readonly again: number; readonly isPlain: boolean },
  { stdout }: World,
): void {
  const open = lab.steps[again]
  const lines = [
    `${lab.id} (${place.number} of ${place.of}): ${lab.title}`,
    ...(change === undefined ? [] : [change]),
    ...(again > 0
      ? [`You have done ${again} of ${lab.steps.length} steps; your lines are typed again.`]
      : []),
    ...(open ? [`→ ${taskOf(open)}`] : []),
    isPlain
      ? '`lab` shows the task and its checks, `lab help` what else there is.'
      : 'Ctrl-] shows the task and its checks, and Ctrl-] again the shell. `lab help` lists what else there is.',
  ]
  const columns = stdout.columns || 80
  stdout.write(`${lines.flatMap(line => wrapMessage(printable(line), columns)).join('\n')}\n`)
}

/** The machine has ended, or was never ready. */
async function afterLoss(why: Reason, world: World): Promise<Left> {
  const { stderr, signal } = world
  if (signal.aborted) return { to: 'quit' }
  stderr.write(printable(`\nunboxed: ${why.message}\n`))
  if (why.kind === 'unsupported') {
    if (why.remedy !== undefined) stderr.write(printable(`${why.remedy}\n`))
    return { to: 'end', code: exitCodes.unsupported }
  }
  const isOn = await asker(world)(
    'Go on in a fresh machine? The lines of the steps that are done are typed again there.',
  )
  return isOn ? { to: 'fresh' } : { to: 'end', code: exitCodes.machine }
}

import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ownerLives } from '../cache/owner.ts'
import type { Task } from '../learn/task.ts'
import { printableJson } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { newsLines } from '../screen/task/news-lines.ts'
import { taskLines } from '../screen/task/task-lines.ts'
import { watchScreen } from '../screen/watch-screen.ts'
import { chooseOpen } from './join.ts'
import { connectTo, type OpenShell, openShells } from './open-shells.ts'
import { joinProblem, watchProblem, watchUsage } from './problem.ts'
import { type RemoteTask, remoteTask } from './remote-task.ts'
import { type World, wantsColour, widthOf } from './world.ts'

export interface WatchOptions {
  readonly plain?: boolean
  readonly json?: boolean
}

/** Shows the task of an attempt that goes on in another terminal: the only one, or that of the process named. */
export async function watch(pid: string | undefined, options: WatchOptions, world: World): Promise<number> {
  const open = (await openShells(world)).filter(({ task }) => task)
  const chosen = chooseOpen(open, pid, {
    none: () => watchProblem('nothing-to-watch', undefined),
    several: () => watchUsage('several-tasks', { open }),
    unknown: pid => watchUsage('unknown-task', { pid, open }),
  })
  const stop = new AbortController()
  let end: () => void = () => undefined
  try {
    return await new Promise<number>((resolve, reject) => {
      world.signal.addEventListener('abort', () => resolve(exitCodes.interrupted))
      const leave = () => resolve(exitCodes.passed)
      const remote = remoteTask({
        begun: task => {
          end = show(task, options, world, leave)
        },
        refused: said => joinProblem('not-joined', { said }),
        lost: () => watchProblem('task-lost', { pid: chosen.pid }),
      })
      follow(chosen, remote, world, stop.signal).then(leave, reject)
    })
  } finally {
    end()
    stop.abort()
  }
}

/** Follows the attempts of a process, each in a machine of its own, until the process ends. */
async function follow(
  first: OpenShell,
  remote: RemoteTask,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  for (let open: OpenShell | undefined = first; open; open = await nextOf(open, world, signal)) {
    const { pid } = open
    const socket = await connectTo(open).catch(error => {
      throw joinProblem('machine-closed', { pid }, error)
    })
    signal.addEventListener('abort', () => socket.destroy())
    await remote.follow(socket)
  }
}

/** The machine that the same process opens next; undefined if it ends. */
async function nextOf(last: OpenShell, world: World, signal: AbortSignal): Promise<OpenShell | undefined> {
  while (!signal.aborted && ownerLives(basename(last.folder)) !== false) {
    const open = await openShells(world)
    const next = open.find(({ pid, folder, task }) => pid === last.pid && folder !== last.folder && task)
    if (next) return next
    await setTimeout(interval)
  }
  return undefined
}

/** Milliseconds between two looks for the next machine. */
const interval = 250

/** On a whole screen with keys, or as lines. Returns what ends that. */
function show(task: Task, { plain, json }: WatchOptions, world: World, leave: () => void): () => void {
  const { stdin, stdout, env } = world
  const isScreen = stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb' && !plain && !json
  const colour = wantsColour(stdout, env)
  if (isScreen) return watchScreen(task, { stdin, stdout }, { colour, leave })
  const write = (lines: readonly string[]) => stdout.write(lines.map(line => `${line}\n`).join(''))
  if (json) {
    write([printableJson(task.view)])
    task.onView(view => write([printableJson(view)]))
    return () => undefined
  }
  let before = task.view
  write(taskLines(before, { columns: widthOf(stdout) ?? 80, colour, inWords: true }))
  task.onView(view => {
    write(newsLines(before, view))
    before = view
  })
  return () => undefined
}

import type { Task } from '../learn/task.ts'
import { printableJson } from '../printable.ts'
import { newsLines } from '../screen/task/news-lines.ts'
import { taskLines } from '../screen/task/task-lines.ts'
import { watchScreen } from '../screen/watch-screen.ts'
import { chooseOpen } from './join.ts'
import { type OpenShell, openShells } from './open-shells.ts'
import { joinProblem, watchProblem, watchUsage } from './problem.ts'
import { remoteTask } from './remote-task.ts'
import { untilLeft } from './until-left.ts'
import { type World, wantsColour, widthOf } from './world.ts'

export interface WatchOptions {
  readonly plain?: boolean
  readonly json?: boolean
}

/** Shows the task of an attempt that goes on in another terminal: the only one, or that of the process named. */
export async function watch(pid: string | undefined, options: WatchOptions, world: World): Promise<number> {
  const hasTask = ({ task }: OpenShell) => task === true
  const open = (await openShells(world)).filter(hasTask)
  const chosen = chooseOpen(open, pid, {
    none: () => watchProblem('nothing-to-watch', undefined),
    several: () => watchUsage('several-tasks', { open }),
    unknown: pid => watchUsage('unknown-task', { pid, open }),
  })
  return untilLeft(chosen, hasTask, world, leave => {
    let end: () => void = () => undefined
    const remote = remoteTask({
      begun: task => {
        end = show(task, options, world, leave)
      },
      refused: said => joinProblem('not-joined', { said }),
      lost: () => watchProblem('task-lost', { pid: chosen.pid }),
    })
    return { ...remote, end: () => end() }
  })
}

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

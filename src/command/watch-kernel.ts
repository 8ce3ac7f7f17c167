import { openNews } from '../live/kernel-news.ts'
import type { KernelView } from '../live/kernel-view.ts'
import { printableJson } from '../printable.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { kernelLines } from '../screen/kernel/kernel-lines.ts'
import { kernelScreen } from '../screen/kernel-screen.ts'
import { chooseOpen } from './join.ts'
import { openShells } from './open-shells.ts'
import { joinProblem, watchProblem, watchUsage } from './problem.ts'
import { remoteKernel } from './remote-kernel.ts'
import { untilLeft } from './until-left.ts'
import type { WatchOptions } from './watch.ts'
import { type World, wantsColour, widthOf } from './world.ts'

/** Shows the kernel of a machine that is open in another terminal: the only one, or that of the process named. */
export async function watchKernel(
  pid: string | undefined,
  options: WatchOptions,
  world: World,
): Promise<number> {
  const open = await openShells(world)
  const chosen = chooseOpen(open, pid, {
    none: () => watchProblem('no-kernel', undefined),
    several: () => watchUsage('several-kernels', { open }),
    unknown: pid => watchUsage('unknown-kernel', { pid, open }),
  })
  return untilLeft(
    chosen,
    () => true,
    world,
    leave => {
      const display = openDisplay(options, world, leave)
      const remote = remoteKernel({
        ...display,
        refused: said => watchProblem('kernel-not-shown', { pid: chosen.pid, said }),
        lost: () => joinProblem('machine-lost', { pid: chosen.pid }),
      })
      return { ...remote, end: display.end }
    },
  )
}

interface Display {
  show(view: KernelView): void
  /** The machine has been closed. */
  closed(): void
  /** Gives the terminal back. */
  end(): void
}

/** On a whole screen with keys, or as lines. */
function openDisplay({ plain, json }: WatchOptions, world: World, leave: () => void): Display {
  const { stdin, stdout, env } = world
  if (json) return jsonDisplay(world)
  const isScreen = stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb' && !plain
  return isScreen ? screenDisplay(world, leave) : plainDisplay(world)
}

const jsonDisplay = ({ stdout }: World): Display => ({
  show: view => void stdout.write(`${printableJson(view)}\n`),
  closed: () => undefined,
  end: () => undefined,
})

/** The first view as a whole, then a line for each change. */
function plainDisplay({ stdout, env }: World): Display {
  const news = openNews()
  let isFirst = true
  const write = (lines: readonly string[]) => stdout.write(lines.map(line => `${line}\n`).join(''))
  return {
    show(view) {
      const changes = news.take(view, nodeRuntime.now())
      const drawing = { columns: widthOf(stdout) ?? 80, colour: wantsColour(stdout, env), isNew: () => false }
      if (isFirst) write(kernelLines(view, drawing))
      isFirst = false
      write(changes.map(({ sign, text, shown }) => `${sign} ${text}  (${shown})`))
    },
    closed() {
      news.forget()
      isFirst = true
      write([closedNotice])
    },
    end: () => undefined,
  }
}

/** The screen is taken when there is something to show on it. */
function screenDisplay({ stdin, stdout, env }: World, leave: () => void): Display {
  const news = openNews()
  const { now } = nodeRuntime
  let screen: ReturnType<typeof kernelScreen> | undefined
  return {
    show(view) {
      news.take(view, now())
      screen ??= kernelScreen({ stdin, stdout }, { news, colour: wantsColour(stdout, env), now, leave })
      screen.show(view)
    },
    closed() {
      news.forget()
      screen?.tell(closedNotice)
    },
    end: () => screen?.close(),
  }
}

const closedNotice = 'The machine has been closed; waiting for the next one.'

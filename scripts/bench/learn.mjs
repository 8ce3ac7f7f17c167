// What somebody at `unboxed learn` waits for, measured at a terminal: the lab is cgroup/memory-max, the machine a VM.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { load } from '../load.mjs'

const { atTerminal } = await load('test/screen/at-terminal.ts')

const prompt = /unboxed:\S*#$/

/** Milliseconds from `unboxed learn` to the first prompt. */
export const toPrompt = () => atPrompt(['learn', 'memory-max'], async (_, began) => performance.now() - began)

/** Milliseconds from the last output of a command, after which its prompt comes, until its step is told to be done. */
export const toDone = () =>
  atPrompt(['learn', 'memory-max'], async screen => {
    screen.press('bash\r')
    await screen.until(/step 1 of \d+ is done[^#]*#$/)
    screen.press('mkdir /sys/fs/cgroup/mygroup; ls /sys/fs/cgroup/mygroup | head -n 5\r')
    await screen.until(/^cgroup\.max\.depth$/m)
    return timed(() => screen.until(/step 2 of \d+ is done/))
  })

/** Milliseconds from `lab changed` to its answer. */
export const toChanges = () =>
  atPrompt(['learn', 'memory-max'], async screen => {
    await setTimeout(1000)
    screen.press('mkdir /sys/fs/cgroup/mygroup\r')
    await screen.until(/mygroup\n[^#]*#$/)
    await setTimeout(1000)
    screen.press('lab changed\r')
    return timed(() => screen.until(/^\+ cgroup mygroup/m))
  })

/** Percent of one core that an attempt takes in which nobody does anything: the runner and QEMU together, over ten seconds. */
export const idle = () =>
  atPrompt(['learn', 'memory-max'], async ({ pid }) => {
    await setTimeout(3000)
    const [before, began] = [ticksOf(pid), performance.now()]
    await setTimeout(10_000)
    const seconds = (performance.now() - began) / 1000
    return ((ticksOf(pid) - before) / ticksPerSecond / seconds) * 100
  })

/** Milliseconds that 200,000 lines take through this command's terminal: `learn`, or `shell`. */
export const flood = command =>
  atPrompt([command, ...(command === 'learn' ? ['memory-max'] : [])], screen => {
    screen.press("seq 200000; echo 'that was 'all\r")
    return timed(() => screen.until(/^that was all$/m, 120_000))
  })

/** Opens a terminal with this command in it, and measures something there. */
async function atPrompt(args, measure) {
  const state = mkdtempSync(join(tmpdir(), 'unboxed-bench-'))
  const endings = []
  const began = performance.now()
  try {
    const terminal = { teardown: end => endings.unshift(end) }
    const argv = [process.execPath, 'dist/cli.js', ...args]
    const screen = await atTerminal(terminal, argv, { env: { XDG_STATE_HOME: state } })
    await screen.until(prompt, 60_000)
    const measured = await measure(screen, began)
    screen.kill('SIGTERM')
    await screen.ended
    return measured
  } finally {
    for (const end of endings) await end()
    rmSync(state, { recursive: true })
  }
}

async function timed(work) {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The processor time of a process and its descendants that live, in clock ticks. */
function ticksOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number)
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return user + system + children.reduce((sum, child) => sum + ticksOf(child), 0)
}

const ticksPerSecond = 100 // USER_HZ, which is the same on every architecture that unboxed runs on

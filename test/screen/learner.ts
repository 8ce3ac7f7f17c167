import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { acceptTerminals } from '../../src/command/join-server.ts'
import type { World } from '../../src/command/world.ts'
import type { Action } from '../../src/learn/action.ts'
import type { Learning } from '../../src/learn/task.ts'
import type { TaskView } from '../../src/learn/task-view.ts'
import type { Size } from '../../src/linux/terminal-size.ts'
import { openFront } from '../../src/screen/open-front.ts'
import { sampleTask } from './sample-task.ts'

/**
 * A learner's screen with shells of this host: `learner.ts [--plain] [--serve]`, the latter with the socket that others join. A line `!say TEXT`, `!notice TEXT` or `!task` that a shell prints
 * makes the front do that.
 */
const { stdin, stdout, env } = process
const shells = new Map<number, ChildProcess>()
const listeners: ((view: TaskView) => void)[] = []
let view = sampleTask
let unannounce: () => Promise<void> = async () => undefined
let size: Size = { rows: stdout.rows ?? 24, columns: stdout.columns ?? 80 }

const change = (next: TaskView) => {
  view = next
  for (const listener of listeners) listener(view)
}

function openShell(number: number): void {
  const relay = join(import.meta.dirname, 'relay.pl')
  const argv = [relay, `${size.rows}`, `${size.columns}`, 'bash', '--norc', '--noprofile']
  const shell = spawn('perl', argv, {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    env: { ...env, PS1: `${number}$ `, HISTFILE: '' },
  })
  shell.stdout?.setEncoding('utf8').on('data', (text: string) => {
    front.show(number, text)
    const asked = /^!(say|notice|task) ?(.*)\r$/m.exec(text)
    if (asked?.[1] === 'say') front.say(`\x1b[32m✓\x1b[39m ${asked[2]}`)
    if (asked?.[1] === 'notice') front.notice(asked[2] ?? '')
    if (asked?.[1] === 'task') front.showTask()
  })
  shell.stdio[3]?.on('data', () => undefined)
  shell.on('close', code => {
    shells.delete(number)
    if (shells.size === 0) void leave(code ?? 1)
    else front.closed(number)
  })
  shells.set(number, shell)
  change({ ...view, terminal: { ...view.terminal, of: shells.size } })
}

const done: { [name in Action['name']]?: (words: readonly string[]) => string | Promise<string> } = {
  hint: () => {
    const { step } = view
    const hints = [...step.hints, `Hint number ${step.hints.length + 1}.`]
    change({ ...view, step: { ...step, hints, hintsLeft: step.hintsLeft - 1 } })
    return ''
  },
  look: () => 'Nothing has changed.',
  changed: () => Array.from({ length: 50 }, (_, index) => `change ${index + 1}`).join('\n'),
  answer: words => `You answered ${JSON.stringify(words)}.`,
  reset: () => 'A fresh machine.',
  skip: () => Promise.reject(new Error('It cannot be skipped.')),
  quit: () => {
    void leave(0)
    return ''
  },
}

const learning: Learning = {
  get view() {
    return view
  },
  onView: listener => void listeners.push(listener),
  act: async ({ name, words = [] }) => (await done[name]?.(words)) ?? `${name} does nothing here.`,
  press: (terminal, keys) => void shells.get(terminal)?.stdin?.write(keys),
  resize: next => {
    size = next
    for (const { stdio } of shells.values())
      (stdio[3] as NodeJS.WritableStream).write(`${size.rows} ${size.columns}\n`)
  },
  openTerminal: async () => {
    const number = shells.size + 1
    openShell(number)
    return number
  },
  use: number => change({ ...view, terminal: { ...view.terminal, number } }),
}

const front = openFront(
  learning,
  { stdin, stdout },
  {
    colour: !env.NO_COLOR,
    env,
    plain: process.argv.includes('--plain'),
    // For the tests of panes: a command that stays.
    watch: ['sh', '-c', `echo watching ${process.pid}; exec cat`],
  },
)
openShell(1)
if (process.argv.includes('--serve')) {
  const machine = { name: 'vm', description: 'a machine' }
  const world = { env, uid: process.getuid?.() } as World
  // Nothing is asked of an agent: whoever joins gets a shell of this host.
  const open = async (_: unknown, show: (stream: 'stdout', text: string) => void) => {
    show('stdout', 'joined\r\n')
    return {
      type() {},
      resize() {},
      close: async () => undefined,
      ended: new Promise<number>(() => undefined),
    }
  }
  const accept = () => acceptTerminals(machine, world, { task: learning, open })
  let joining = await accept()
  unannounce = () => joining.close()
  // A fresh machine: the old one is closed first.
  done.reset = async () => {
    await joining.close()
    await new Promise(resolve => setTimeout(resolve, 500))
    joining = await accept()
    return 'A fresh machine.'
  }
}
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(130))

async function leave(code: number): Promise<void> {
  front.close()
  await unannounce()
  process.exit(code)
}

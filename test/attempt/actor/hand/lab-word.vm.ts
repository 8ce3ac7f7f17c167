import t, { type Test } from 'tap'
import type { TypedCommand } from '../../../../src/attempt/actor/hand/entry.ts'
import { openTerminal, type Terminal } from '../../../../src/attempt/actor/hand/terminal.ts'
import { nodeRuntime } from '../../../../src/runtime/node.ts'
import { useOwnCache } from '../../../machine/vm/own-cache.ts'
import { machineOfTerminals } from './machine-of-terminals.ts'

t.setTimeout(900_000)

await useOwnCache(t)
const { vm, client, cgroup } = await machineOfTerminals(t)
await client.call('make-directory', { path: `${cgroup.base}/shell` })

const limits = { timeout: 8_000 * vm.slowness }
let terminals = 0

interface Bench {
  readonly terminal: Terminal
  /** Requests, words joined by `|`. */
  readonly asked: string[]
  readonly ended: TypedCommand[]
  shown(): string
  /** Types a line; returns how it ended, as `KIND STATUS OUTPUT`. */
  type(line: string): Promise<string>
}

interface Answers {
  answer?(words: readonly string[]): Promise<string>
  above?(): Promise<string>
  readonly profile?: boolean
}

function test(name: string, answers: Answers, run: (t: Test, bench: Bench) => Promise<void>): void {
  t.test(name, async t => {
    const number = ++terminals
    const asked: string[] = []
    const ended: TypedCommand[] = []
    let shown = ''
    const { answer = async () => 'an answer', above, profile = true } = answers
    const terminal = await openTerminal(
      client,
      {
        number,
        key: `terminal-${number}`,
        cgroup: `${cgroup.base}/shell`,
        size: { rows: 24, columns: 80 },
        term: 'xterm',
        profile,
        history: true,
        patience: 5_000 * vm.slowness,
        longestHold: 400 * vm.slowness,
        output: text => {
          shown += text
        },
        ended: command => ended.push(command),
        asked: words => {
          asked.push(words.join('|'))
          return answer(words)
        },
        ...(above && { abovePrompt: above }),
      },
      nodeRuntime,
    )
    const type = async (line: string) => {
      const { kind, command } = await terminal.typeLine(line, limits)
      const { status = '-', output = '' } = command ?? {}
      return `${kind} ${status} ${output}`.trim()
    }
    try {
      await run(t, { terminal, asked, ended, shown: () => shown, type })
    } finally {
      if (!t.passing()) t.comment(JSON.stringify(shown.slice(-3_000)))
      await terminal.close()
    }
  })
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let count = 0; count < 400 && !holds(); count++) await new Promise(resolve => setTimeout(resolve, 25))
  return holds()
}

test('`lab` asks, shows the answer and goes on', {}, async (t, { type, asked, shown, ended }) => {
  t.equal(await type('lab hint'), 'ended 0')
  t.equal(await type(`lab answer 'a;b  c' "é" '$x'`), 'ended 0')
  t.equal(await type('lab'), 'ended 0')
  t.same(asked, ['hint', 'answer|a;b  c|é|$x', ''])
  t.equal(shown().split('an answer\r\n').length, 4)
  t.notMatch(shown(), '^G', 'what lets it go on is not echoed')
  t.equal(await type('false; lab hint; echo $?'), 'ended 0 0')
  t.same(
    ended.map(({ line }) => line),
    ['lab hint', `lab answer 'a;b  c' "é" '$x'`, 'lab', 'false; lab hint; echo $?'],
  )
})

for (const [name, into, out] of [
  ['a shell inside', ['bash'], ['exit']],
  ['a shell without its files', ['bash --norc --noprofile'], ['exit']],
  ['sudo', ['sudo bash'], ['exit']],
  ['namespaces of its own', ['unshare --pid --fork --mount-proc --uts bash'], ['exit']],
  ['set -e and set -u', ['bash', 'set -eu'], ['exit']],
  ['POSIX mode', ['bash --posix'], ['exit']],
  ['bash below dash', ['dash', 'bash'], ['exit', 'exit']],
  ['dash', ['dash'], ['exit']],
] as const)
  test(`it works in ${name}`, {}, async (t, { type, asked, terminal }) => {
    for (const line of into) await type(line)
    t.match(await type('lab hint'), /^ended/)
    t.same(asked, ['hint'])
    t.equal(terminal.situation, 'prompt')
    for (const line of out) t.match(await type(line), /^ended/)
  })

test('it makes no process', {}, async (t, { type, asked }) => {
  const group = '/sys/fs/cgroup/shell'
  t.equal(await type(`read -r n < ${group}/pids.current; echo $n > ${group}/pids.max`), 'ended 0')
  t.equal(await type('lab hint'), 'ended 0')
  t.same(asked, ['hint'])
  t.equal(await type(`read -r refused < ${group}/pids.events; echo $refused`), 'ended 0 max 0')
  t.equal(await type(`echo max > ${group}/pids.max`), 'ended 0')
})

test('a machine of somebody else keeps its files, and has it too', { profile: false }, async (t, bench) => {
  t.equal(await bench.type('lab hint'), 'ended 0')
  t.equal(await bench.type('bash --norc'), 'entered -')
  t.equal(await bench.type('lab check'), 'ended 0')
  t.same(bench.asked, ['hint', 'check'])
})

test(
  'a rejection is shown',
  { answer: () => Promise.reject(new Error('no such hint')) },
  async (t, bench) => {
    t.equal(await bench.type('lab hint'), 'ended 0')
    t.match(bench.shown(), 'no such hint\r\n')
  },
)

test('keys wait for the answer', { answer: slow }, async (t, { terminal, type, asked, ended }) => {
  await type('true')
  terminal.press('lab hint\r')
  t.ok(await until(() => asked.length === 1))
  terminal.press('echo a')
  terminal.press('head\r')
  t.ok(await until(() => ended.at(-1)?.line === 'echo ahead'))
  t.equal(ended.at(-1)?.output, 'ahead\n')
})

test('Ctrl-C ends the wait', { answer: never }, async (t, { terminal, type, asked }) => {
  await type('true')
  terminal.press('lab hint\r')
  t.ok(await until(() => asked.length === 1))
  terminal.press('\x03')
  t.ok(await until(() => terminal.situation === 'prompt'))
  t.equal(await type('echo on'), 'ended 0 on')
})

test('a forged mark harms nobody', { answer: held }, async (t, { type, asked, terminal }) => {
  const mark = `printf '\\033]133;R;aid=1;hint\\007'`
  t.equal(await type(`${mark}; ${mark}`), 'ended 0')
  t.equal(asked.length, 1)
  letGo()
  await type('')
  t.equal(await type('echo on'), 'ended 0 on')
  t.match(await type(`{ sleep 0.2; ${mark}; } & sleep 1`), /^ended 0/, 'from the background')
  t.equal(asked.length, 2)
  letGo()
  t.equal(terminal.situation, 'prompt')
})

test('a mark in a full-screen program is none', {}, async (t, { type, asked, terminal }) => {
  await type(`printf '\\033]133;R;aid=1;hint\\007' > /tmp/forged`)
  t.equal(await type('less -r /tmp/forged'), 'full-screen -')
  terminal.press('q')
  t.ok(await until(() => terminal.situation === 'prompt'))
  t.same(asked, [])
})

test('lines stand above the prompt', { above: async () => '✓ 1 of 2' }, async (t, { type, shown }) => {
  await type('printf no-newline')
  await type('bash')
  await type('printf inside')
  const plain = shown().replace(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?\x07/g, '')
  t.equal(plain.split('✓ 1 of 2\r\n').length, 5, 'the first prompt, two commands, the first prompt inside')
  t.match(plain, 'no-newline\r\n✓ 1 of 2\r\n')
  t.match(plain, 'inside\r\n✓ 1 of 2\r\n')
})

test(
  'a prompt does not wait for long',
  {
    above: never,
  },
  async (t, { type, terminal, shown }) => {
    const before = shown().length
    const began = performance.now()
    terminal.press('echo one\r')
    t.ok(
      await until(() =>
        /one\r\n.*# $/s.test(
          shown()
            .slice(before)
            .replace(/\x1b\[\?2004h/g, ''),
        ),
      ),
    )
    t.ok(performance.now() - began < 3_000 * vm.slowness)
    t.equal(await type('echo two'), 'ended 0 two', 'and keys pass meanwhile')
  },
)

function slow(): Promise<string> {
  return new Promise(resolve => setTimeout(() => resolve('slow'), 300))
}

let letGo = () => {}

function held(): Promise<string> {
  return new Promise(resolve => {
    letGo = () => resolve('held')
  })
}

function never(): Promise<string> {
  return new Promise(() => undefined)
}

import t, { type Test } from 'tap'
import type { TypedCommand } from '../../../../src/attempt/actor/hand/entry.ts'
import {
  openTerminal,
  type Terminal,
  type TerminalOptions,
} from '../../../../src/attempt/actor/hand/terminal.ts'
import type { AgentClient } from '../../../../src/protocol/client.ts'
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
  /** What was recorded. */
  readonly begun: TypedCommand[]
  readonly ended: TypedCommand[]
  /** Types lines one after the other; returns how each ended, as `KIND STATUS OUTPUT`. */
  type(...lines: readonly string[]): Promise<string[]>
}

/** A test with a terminal of its own. */
function test(
  name: string,
  run: (t: Test, bench: Bench) => Promise<void>,
  more: Pick<Partial<TerminalOptions>, 'term' | 'profile' | 'history'> = {},
): void {
  t.test(name, async t => {
    const begun: TypedCommand[] = []
    const ended: TypedCommand[] = []
    const number = ++terminals
    let shown = ''
    let isClosed = false
    const terminal = await openTerminal(
      client as AgentClient,
      {
        number,
        key: `terminal-${number}`,
        cgroup: `${cgroup.base}/shell`,
        size: { rows: 24, columns: 80 },
        term: 'xterm',
        profile: true,
        history: false,
        ...more,
        patience: 5_000 * vm.slowness,
        output: text => {
          shown = (shown + text).slice(-3_000)
        },
        begun: command => begun.push(command),
        ended: command => ended.push(command),
      },
      nodeRuntime,
    )
    const type: Bench['type'] = async (...lines) => {
      const told: string[] = []
      for (const line of lines) {
        const { kind, command } = await terminal.typeLine(line, limits)
        const { status = '-', output = '' } = command ?? {}
        told.push(`${kind} ${status} ${output}`.trim())
      }
      return told
    }
    try {
      await run(t, { terminal, begun, ended, type })
    } finally {
      if (!t.passing()) t.comment(JSON.stringify(shown))
      terminal.closed.then(() => {
        isClosed = true
      })
      await terminal.close()
    }
    t.ok(isClosed, 'it was closed')
  })
}

/** Whether this comes to hold. */
async function until(holds: () => boolean): Promise<boolean> {
  for (let count = 0; count < 400 && !holds(); count++) await new Promise(resolve => setTimeout(resolve, 25))
  return holds()
}

test('each command ends with its status and its output', async (t, { type, begun, ended, terminal }) => {
  t.equal(terminal.situation, 'prompt')
  t.same(await type('true', 'false', 'echo hi; (exit 3)', 'x)', '# nothing', ''), [
    'ended 0',
    'ended 1',
    'ended 3 hi',
    "ended 2 bash: syntax error near unexpected token `)'",
    'ended 2',
    'ended -',
  ])
  t.same(
    begun.map(({ line }) => line),
    ['true', 'false', 'echo hi; (exit 3)', 'x)', '# nothing'],
  )
  t.equal(ended.length, begun.length)
  t.ok(ended.every(({ startedAt, endedAt = 0 }) => endedAt >= startedAt))
})

test('how long a mark takes', async (t, { terminal }) => {
  await terminal.typeLine('true', limits)
  const times: number[] = []
  for (let count = 0; count < 20; count++) {
    const began = performance.now()
    t.equal((await terminal.typeLine('true', limits)).command?.status, 0)
    times.push(performance.now() - began)
  }
  const [, , , , , , , , , , median = 0] = times.sort((one, other) => one - other)
  t.comment(`from Enter to the mark: median ${median.toFixed(1)} ms, most ${times.at(-1)?.toFixed(1)} ms`)
})

test('commands of several lines', async (t, { type, begun }) => {
  const lines = ['cat <<E\none\n\ttwo\nE', 'for i in 1 2\ndo\n  echo $i\ndone', 'echo "a\nb"']
  t.same(await type(...lines), ['ended 0 one\n\ttwo', 'ended 0 1\n2', 'ended 0 a\nb'])
  t.same(
    begun.map(({ line }) => line),
    lines,
  )
  t.same(await type('if true', 'then echo yes; fi'), ['unfinished -', 'ended 0 yes'])
})

test('shells inside mark their commands too', async (t, { type, ended }) => {
  t.same(await type('bash', 'echo $0', 'bash --norc', 'false', 'exit', 'exit'), [
    'entered -',
    'ended 0 bash',
    'entered -',
    'ended 1',
    'ended 1 exit',
    'ended 1 exit',
  ])
  t.same(
    ended.map(({ line }) => line),
    ['echo $0', 'false', 'exit', 'bash --norc', 'exit', 'bash'],
  )
  t.same(
    await type(
      'sudo unshare --fork --pid --mount-proc bash',
      'echo $$',
      'exit',
      'sudo bash',
      'false',
      'exit',
    ),
    ['entered -', 'ended 0 1', 'ended 0 exit', 'entered -', 'ended 1', 'ended 1 exit'],
  )
})

test('dash and busybox mark their prompts', async (t, { type }) => {
  t.same(await type('dash', 'false', 'echo "a\nb"', 'exit', 'sudo dash', '(exit 4)', 'exit'), [
    'entered -',
    'ended 1',
    'ended 0 a\nb',
    'ended 0',
    'entered -',
    'ended 4',
    'ended 4',
  ])
  const root = '/run/root'
  t.same(
    await type(
      `mkdir -p ${root}/bin && cp /usr/bin/busybox ${root}/bin/busybox && ln -s busybox ${root}/bin/sh`,
      `chroot ${root} /bin/sh`,
      'false',
      'cd bin; busybox ls',
      'exit',
    ).then(told => told.map(each => each.slice(0, 19))),
    ['ended 0', 'entered - \n\nBusyBox', 'ended 1', 'ended 0 busybox  sh', 'ended 0'],
  )
})

test('a shell that marks nothing', async (t, { type, begun }) => {
  t.same(await type('PS1=% PS2=% dash', 'echo hi', 'sleep 0.5; echo late', 'exit'), [
    'entered - %',
    'ended - hi',
    'ended - late',
    'ended 0',
  ])
  t.same(await type('PROMPT_COMMAND=', 'echo hi', 'false', 'PS0=', 'echo ho'), [
    'ended -',
    'ended - hi',
    'ended -',
    'ended -',
    'ended - ho',
  ])
  t.same(
    begun.slice(-2).map(({ line }) => line),
    ['PS0=', 'echo ho'],
  )
})

test('a terminal inside a terminal', async (t, { type }) => {
  t.same(await type('script -qc "env PS1=% dash" /dev/null', 'echo hi', 'cat', 'x', '\x04', 'exit'), [
    'entered - %',
    'ended - hi',
    'entered -',
    'ended - x',
    'ended -',
    'ended 0',
  ])
  t.same(
    await type("echo 'Defaults use_pty' > /etc/sudoers.d/zz", 'sudo bash', '(exit 3)', 'exec sleep 0.5'),
    ['ended 0', 'entered -', 'ended 3', 'ended 0'],
  )
  t.same(
    await type('sudo env PS1=% dash', 'sleep 0.5; echo late', 'exit', 'sudo sleep 0.7; rm /etc/sudoers.d/zz'),
    ['entered - %', 'ended - late', 'ended 0', 'ended 0'],
  )
  t.same(await type('su -', 'false', 'exit'), ['entered -', 'ended 1', 'ended 1 logout'])
})

test('a program that reads input', async (t, { type, begun, terminal }) => {
  t.same(await type('cat', 'one', '\x04', 'read x', 'two', 'echo $x'), [
    'entered -',
    'ended - one',
    'ended 0',
    'entered -',
    'ended 0',
    'ended 0 two',
  ])
  t.ok(begun.length >= 6)
  t.same(await type('cat'), ['entered -'])
  const { kind, command } = await terminal.interrupt(limits)
  t.same([kind, command?.line, command?.status], ['ended', 'cat', 130])
})

test('what a shell can be told', async (t, { type }) => {
  t.same(
    await type('set -x', 'true', 'set +x', 'set -u', 'true', 'PS1=abc', 'false', 'set +o history', 'echo hi'),
    [
      'ended 0',
      'ended 0 + true',
      'ended 0 + set +x',
      'ended 0',
      'ended 0',
      'ended 0',
      'ended 1',
      'ended 0',
      'ended 0 hi',
    ],
  )
  t.same(await type('exec bash', 'false', 'TERM=dumb bash', 'echo x', 'exit'), [
    'ended -',
    'ended 1',
    'entered -',
    'ended 0 x',
    'ended 0 exit',
  ])
})

test('a shell that exits at an error', async (t, { type }) => {
  t.same(await type('bash', 'set -e', 'false', 'set -e'), ['entered -', 'ended 0', 'ended 1', 'ended 0'])
  const [last] = await type('false')
  t.equal(last, 'closed 1')
})

test(
  'a terminal without line editing',
  async (t, { type }) => {
    t.same(await type('echo $TERM', 'cat <<E\n\ttab\nE'), ['ended 0 dumb', 'ended 0 \ttab'])
  },
  { term: 'dumb' },
)

test('what runs too long is interrupted', async (t, { terminal, ended, type }) => {
  t.equal((await terminal.typeLine('sleep 100', { timeout: 500 })).kind, 'overdue')
  const { kind, command } = await terminal.interrupt(limits)
  t.same([kind, command?.status, command?.output], ['ended', 130, '^C\n'])
  t.ok((ended.at(-1)?.interruptedAfter ?? 0) >= 400)
  const [background, next] = await type('sleep 0.7 &', 'true')
  t.match(background, /^ended 0 \[1\] \d+$/)
  t.equal(next, 'ended 0')
})

test('a flood', async (t, { terminal, type, ended }) => {
  const began = performance.now()
  const used = process.memoryUsage().heapUsed
  t.equal((await terminal.typeLine('yes', { timeout: 3_000 })).kind, 'overdue')
  const { kind, command } = await terminal.interrupt(limits)
  t.equal(kind, 'ended')
  t.ok((command?.output.length ?? 0) < 200_000)
  t.ok(/^(y\n)+[y\n]*\^C\n$/.test(command?.output ?? ''))
  const { bytes = 0, lines = 0 } = command?.cut ?? {}
  t.comment(`${bytes} bytes left out, ${lines} lines, ${Math.round(performance.now() - began)} ms`)
  t.ok(lines >= bytes / 3)
  t.ok(process.memoryUsage().heapUsed - used < 50_000_000)
  t.equal(terminal.situation, 'prompt')
  const [tail, other] = await type('seq 100000 | tail -n 1', 'seq 50000 | (cat; exit 7)')
  t.equal(tail, 'ended 0 100000')
  t.match(other, /^ended 7 1\n2\n[\d\n]*\n49999\n50000$/)
  const gap = ended.at(-1)?.cut
  t.ok((gap?.bytes ?? 0) > 100_000)
  t.ok(Math.abs((gap?.lines ?? 0) - 50_000) < 10, `${gap?.lines} lines`)
})

test('a full-screen program', async (t, { terminal, ended, type }) => {
  t.equal((await terminal.typeLine('busybox vi /tmp/x', limits)).kind, 'full-screen')
  terminal.press(':q!\r')
  await until(() => ended.length === 1)
  t.match(ended[0], { line: 'busybox vi /tmp/x', fullScreen: true, status: 0 })
  t.same(await type('echo hi'), ['ended 0 hi'])
})

test('forged marks', async (t, { type }) => {
  const forged = [
    "printf '\\033]133;D;0\\007\\033]133;A\\007\\033]133;A;k=s\\007\\033]133;C;cmdline=$\\007'; false",
    "printf '\\033]133;'; head -c 100000 /dev/zero | tr '\\0' x; false",
    "printf '\\033[?1049h\\033[?1049l'; false",
  ]
  const told = await type(...forged)
  t.same(
    told.map(each => each.slice(0, 7)),
    ['ended 1', 'ended 1', 'ended 1'],
  )
  t.same(await type('echo end'), ['ended 0 end'])
  const knowing = ['D;0', 'A', 'A;k=s', 'C', 'A;aid=1', 'C;aid=1'].map(
    mark => `printf "\\033]133;${mark};aid=$$\\007"; sleep 0.2; false`,
  )
  const kinds = (await type(...knowing, 'true', 'true')).map(each => each.split(' ')[0])
  t.notOk(kinds.includes('overdue'), kinds.join(' '))
})

test('two hundred lines pasted', async (t, { terminal, ended }) => {
  const lines = Array.from({ length: 200 }, (_, index) => `echo line ${index}`)
  const began = performance.now()
  terminal.press(`${lines.join('\r')}\rexit 5\r`)
  t.equal(await terminal.closed, 5)
  t.comment(`${Math.round(performance.now() - began)} ms`)
  t.same(
    ended.slice(0, 200).map(({ line, status }) => [line, status]),
    lines.map(line => [line, 0]),
  )
  // A line that was passed on before the one before it had ended is echoed in its output.
  t.ok(ended.slice(0, 200).every(({ output }, index) => output.includes(`line ${index}`)))
})

test(
  'a person types, corrects, and interrupts',
  async (t, { terminal, ended, begun }) => {
    for (const key of 'echo helo\x7flo\r') terminal.press(key)
    t.ok(await until(() => ended.length === 1))
    t.match(ended[0], { line: 'echo hello', output: 'hello\n', status: 0 })
    terminal.press('sleep 100\recho ahead\r')
    t.ok(await until(() => begun.length === 2))
    await new Promise(resolve => setTimeout(resolve, 600))
    terminal.press('\x03')
    t.ok(await until(() => ended.length === 2))
    t.match(ended[1], { line: 'sleep 100', status: 130 })
    terminal.press('\x1b[A\x1b[A\r')
    t.ok(await until(() => ended.length === 3))
    t.match(ended[2], { line: 'echo hello', output: 'hello\n' })
  },
  { history: true },
)

test(
  'a shell that reads no file of the machine, and knows its history',
  async (t, { type, ended }) => {
    t.same(await type('echo a', '!!', 'bash --norc', 'false', 'exit'), [
      'ended 0 a',
      'ended 0 a',
      'entered -',
      'ended 1',
      'ended 1 exit',
    ])
    t.equal(ended[1]?.line, 'echo a')
  },
  { profile: false, history: true },
)

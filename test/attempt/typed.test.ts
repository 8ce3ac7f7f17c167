import { type ChildProcess, spawn } from 'node:child_process'
import t from 'tap'
import { capture } from '../../src/agent/capture.ts'
import { type LabProcess, type OutputGap, startProcess } from '../../src/attempt/actor/process.ts'
import { typeInto } from '../../src/attempt/actor/typed.ts'
import { linesOf } from '../../src/linux/lines.ts'
import type { AgentClient } from '../../src/protocol/client.ts'
import type { AgentEvent } from '../../src/protocol/message.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

type Listener = Parameters<AgentClient['listen']>[1]

/** A real bash that reads its standard input, and the agent's capture of what it prints, `size` bytes at a time. */
async function bash({ size = Number.POSITIVE_INFINITY, keep = 1000 } = {}) {
  const child: ChildProcess = spawn('bash', { stdio: 'pipe' })
  let hear: Listener = () => undefined
  const send = (event: AgentEvent) => 'key' in event && hear(event)
  const output = capture('shell', keep, send)
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += Math.min(size, bytes.length)) {
        const piece = bytes.subarray(at, at + size)
        output.take(stream, piece, linesOf(piece.toString('latin1')))
      }
    })
  child.once('close', (code, signal) =>
    send({ event: 'exit', key: 'shell', code, signal, at: 0, ...output.end() }),
  )
  const calls: Record<string, (ask: { text: string; until?: string }) => unknown> = {
    start: () => ({ pid: child.pid }),
    'end-section': () => send({ event: 'section', key: 'shell', code: null, ...output.end() }),
    type: ({ text, until }) => {
      if (until !== undefined) output.endAt(until)
      child.stdin?.write(text)
    },
  }
  const client = {
    call: async (what: string, ask: never) => calls[what]?.(ask) ?? null,
    listen: (_: string, listener: Listener) => {
      hear = listener
      return () => undefined
    },
  } as unknown as AgentClient
  const shell = await startProcess(client, { key: 'shell', argv: ['bash'] } as unknown as Parameters<
    typeof startProcess
  >[1])
  return { shell, type: typing(shell, client), child }
}

/** Types a script, and gives how it ended and all that was heard. */
function typing(shell: LabProcess, client: AgentClient) {
  return async (script: string) => {
    const said = { stdout: '', stderr: '' }
    const gaps: (OutputGap & { at: number })[] = []
    const exit = await typeInto(shell, script, { client, runtime: nodeRuntime }, (stream, text, gap) => {
      if (gap) gaps.push({ at: said[stream].length, ...gap })
      said[stream] += text
    })
    return { ...exit, ...said, gaps }
  }
}

for (const size of [Number.POSITIVE_INFINITY, 1, 7])
  t.test(`output ends at the mark, in pieces of ${size}`, async t => {
    const { shell, type, child } = await bash({ size })
    t.match(await type('echo one\necho\necho two'), {
      code: 0,
      signal: null,
      stdout: 'one\n\ntwo\n',
      stderr: '',
    })
    t.match(await type('printf three; cd /; (exit 3)'), { code: 3, signal: null, stdout: 'three' })
    t.match(await type('pwd'), { code: 0, stdout: '/\n' }, 'it is the same shell')
    t.match(await type("printf 'one\\r\\n'"), { code: 0, stdout: 'one\r\n' })
    child.stdin?.end()
    await shell.exit
  })

t.test('a shell goes on after more output than is kept', async t => {
  const { shell, type, child } = await bash({ keep: 100 })
  const flood = await type('seq 100000; (exit 2)')
  t.match(flood, { code: 2, signal: null })
  t.match(flood.stdout, /^1\n2\n.*\n100000\n$/s)
  t.equal(flood.stdout.length, 200)
  t.same(flood.gaps, [{ at: 100, bytes: 588_895 - 200, lines: 100_000 }])
  t.same(await type('echo next'), { code: 0, signal: null, stdout: 'next\n', stderr: '', gaps: [] })
  child.stdin?.end()
  await shell.exit
})

t.test('what is printed between two scripts is heard with the second', async t => {
  const { shell, type, child } = await bash()
  t.match(await type('{ sleep 0.1; echo late; } &'), { stdout: '' })
  await new Promise(resolve => setTimeout(resolve, 400))
  t.match(await type('wait; echo next'), { stdout: 'late\nnext\n' })
  child.stdin?.end()
  await shell.exit
})

t.test('a shell that shows what it does prints no mark by that', async t => {
  const { shell, type, child } = await bash()
  t.match(await type('exec 2>&1; set -vx'), { code: 0 })
  t.match(await type('true; (exit 5)'), { code: 5, stdout: /exit 5/ })
  t.match(await type('set +vx; echo'), { code: 0 })
  t.match(await type('echo next'), { code: 0, stdout: 'next\n' })
  child.stdin?.end()
  await shell.exit
})

t.test('a shell that is killed ends what was typed into it', async t => {
  const { type } = await bash()
  t.match(await type('echo last; kill -KILL $$'), { code: null, signal: 'SIGKILL', stdout: 'last\n' })
})

t.test('a shell that is left by exit tells its code', async t => {
  const { type } = await bash()
  t.match(await type('exit 7'), { code: 7, signal: null })
})

import { type ChildProcess, spawn } from 'node:child_process'
import t from 'tap'
import type { LabProcess, OutputListener } from '../../src/attempt/actor/process.ts'
import { typeInto } from '../../src/attempt/actor/typed.ts'
import type { Exit } from '../../src/evidence/evidence.ts'
import type { AgentClient } from '../../src/protocol/client.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

/** A real bash that reads its standard input, with pieces of its output cut to `size` characters. */
function bash(size = Number.POSITIVE_INFINITY) {
  const child: ChildProcess = spawn('bash', { stdio: 'pipe' })
  let hear: OutputListener = () => undefined
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      for (let at = 0; at < text.length; at += Math.min(size, text.length))
        hear(stream, text.slice(at, at + size))
    })
  const exit = new Promise<Exit>(resolve => child.once('close', (code, signal) => resolve({ code, signal })))
  const listen: LabProcess['listen'] = listener => {
    hear = listener
    return () => undefined
  }
  const pid = child.pid ?? 0
  const running: LabProcess = { key: 'shell', pid, open: false, meant: { pid }, exit, listen }
  const type = async (_: string, { text }: { text: string }) => {
    child.stdin?.write(text)
    return null
  }
  return {
    running,
    session: { client: { call: type } as unknown as AgentClient, runtime: nodeRuntime },
    child,
  }
}

for (const size of [Number.POSITIVE_INFINITY, 1, 7])
  t.test(`output ends at the mark, in pieces of ${size}`, async t => {
    const { running, session, child } = bash(size)
    const said = { stdout: '', stderr: '' }
    const hear: OutputListener = (stream, text) => {
      said[stream] += text
    }
    t.same(await typeInto(running, 'echo one\necho\necho two', session, hear), { code: 0, signal: null })
    t.same(said, { stdout: 'one\n\ntwo\n', stderr: '' })
    t.same(await typeInto(running, 'printf three; cd /; (exit 3)', session, hear), { code: 3, signal: null })
    t.equal(said.stdout, 'one\n\ntwo\nthree')
    t.same(await typeInto(running, 'pwd', session, hear), { code: 0, signal: null }, 'it is the same shell')
    t.equal(said.stdout, 'one\n\ntwo\nthree/\n')
    child.stdin?.end()
    await running.exit
  })

t.test('a shell that is killed ends what was typed into it', async t => {
  const { running, session } = bash()
  t.same(await typeInto(running, 'kill -KILL $$', session, () => undefined), {
    code: null,
    signal: 'SIGKILL',
  })
})

t.test('a shell that is left by exit tells its code', async t => {
  const { running, session } = bash()
  t.same(await typeInto(running, 'exit 7', session, () => undefined), { code: 7, signal: null })
})

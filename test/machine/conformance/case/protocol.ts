import { protocolVersion } from '../../../../src/protocol/message.ts'
import { textOf } from '../bench.ts'
import type { Case } from '../conformance.ts'

export const protocolCases: Record<string, Case> = {
  'hello says who is there': async (t, { hello, look }) => {
    t.equal(hello.protocol, protocolVersion)
    t.match(hello.node, /^\d+\.\d+\.\d+$/)
    t.equal(`${hello.release}\n`, textOf(await look({ read: 'file', path: '/proc/sys/kernel/osrelease' })))
    const comm = await look({ read: 'file', path: `/proc/${hello.pid}/comm` })
    t.equal(textOf(comm), 'node\n', 'the pid is that of the agent')
    t.ok(hello.cgroup.leaf.startsWith(`${hello.cgroup.base}/`), 'its leaf is below the base')
    for (const controller of ['cpu', 'memory', 'pids']) {
      t.ok(hello.cgroup.controllers.includes(controller), `${controller} is handed down`)
    }
  },

  'a line that makes no sense is answered with an error, and the next one is understood': async (
    t,
    { client, connection },
  ) => {
    const heard: string[] = []
    let listening = true
    connection.channel.on('data', chunk => listening && heard.push(Buffer.from(chunk).toString()))
    connection.channel.write('no JSON\n{"id":"x"}\n[]\nnull\n{"id":0,"do":"dance"}\n{"id":0,"do":"look"}\n\n')
    await client.call('hello', {})
    listening = false
    const errors = heard.join('').match(/"error":\{/g) ?? []
    t.equal(errors.length, 6, 'each of the six is answered with an error')
  },

  'a request of a megabyte arrives whole': async (t, { client, look }) => {
    const text = 'ä€𝄞\n'.repeat(100_000)
    await client.call('put', { path: '/run/unboxed-large', text, mode: 0o600 })
    const stat = textOf(await look({ read: 'stat', path: '/run/unboxed-large' }))
    t.match(stat, new RegExp(`^regular file 600 0 0 ${Buffer.byteLength(text)} `))
  },

  'the clock and the randomness are renewed': async (t, { client, conditions, run }) => {
    if (!conditions.renews) return void t.ok(true, 'the clock of this machine is not ours to set')
    const now = Date.UTC(2031, 5, 7, 8, 9, 10)
    await client.call('renew', { now, entropy: Buffer.alloc(64, 7).toString('base64') })
    const { head } = await run(['date', '+%s'])
    const late = Number(head.stdout) * 1000 - now
    t.ok(late >= 0 && late < 5000 * conditions.slowness, `the clock is ${late} ms later`)
    await client.call('renew', { now: Date.now(), entropy: Buffer.alloc(64, 8).toString('base64') })
  },
}

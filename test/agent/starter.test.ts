import { spawn } from 'node:child_process'
import t from 'tap'
import { lookAside } from '../../src/agent/look-aside.ts'
import { type Command, openStarter } from '../../src/agent/starter.ts'
import { type Lines, linesOf } from '../../src/linux/lines.ts'
import { failing } from './failing.ts'

const starter = openStarter()
t.teardown(() => starter.close())

async function outputOf(command: Partial<Command> & { argv: string[] }) {
  const held = { stdout: '', stderr: '' }
  const running = await starter.start({ env: { PATH: '/bin:/usr/bin' }, ...command }, (stream, bytes) => {
    held[stream] += Buffer.from(bytes).toString()
  })
  const exit = await running.ended
  await running.closed
  return { ...held, ...exit, pid: running.pid }
}

t.test('a process has its own words, directory, environment, session and streams', async t => {
  const script = 'pwd; echo "$A" >/dev/stderr; cut -d" " -f1,6 /proc/$$/stat; exit 7'
  const { stdout, stderr, code, signal, pid } = await outputOf({
    argv: ['sh', '-c', script, 'a\tb\n%41'],
    cwd: '/tmp',
    env: { PATH: '/bin:/usr/bin', A: 'ä\t%\n€' },
    amongLabs: true,
  })
  t.equal(stdout, `/tmp\n${pid} ${pid}\n`)
  t.equal(stderr, 'ä\t%\n€\n')
  t.same([code, signal], [7, null])
})

t.test('what was written to one stream before the other is told before it', async t => {
  const order: string[] = []
  const script = 'for i in 1 2 3 4 5 6 7 8; do echo error >&2; echo output; sleep 0.01; done'
  const running = await starter.start(
    { argv: ['sh', '-c', script], env: { PATH: '/bin:/usr/bin' } },
    (_, bytes) => order.push(...Buffer.from(bytes).toString().trim().split('\n')),
  )
  await running.ended
  await running.closed
  const ahead = order.map((_, index) => {
    const seen = order.slice(0, index + 1)
    return seen.filter(word => word === 'output').length - seen.filter(word => word === 'error').length
  })
  t.equal(order.length, 16)
  t.ok(Math.max(...ahead) <= 0, order.join(' '))
})

t.test('lines are told with the bytes, as the runner counts them', async t => {
  for (const text of ['', ' \t', 'a', 'a\n', '\n \r\n\fa b\n\n\vb', '\na\r\n\r\n  b\r\n', '€\n\n']) {
    const told: [string, Lines][] = []
    const running = await starter.start(
      { argv: ['printf', '%s', text], env: { PATH: '/bin:/usr/bin' } },
      (_, bytes, lines) => told.push([Buffer.from(bytes).toString('latin1'), lines]),
    )
    await running.ended
    await running.closed
    t.same(
      told.map(([, lines]) => lines),
      told.map(([bytes]) => linesOf(bytes)),
      JSON.stringify(text),
    )
    t.equal(told.map(([bytes]) => bytes).join(''), Buffer.from(text).toString('latin1'))
  }
})

t.test('what the kernel refuses is told with its system call', async t => {
  await t.rejects(
    outputOf({ argv: ['/no/such'] }),
    failing({ errno: 'ENOENT', syscall: 'execve', path: '/no/such' }),
  )
  await t.rejects(
    outputOf({ argv: ['true'], cwd: '/no' }),
    failing({ errno: 'ENOENT', syscall: 'chdir', path: '/no' }),
  )
  const inside = { pid: 4_999_999, namespaces: ['uts'] }
  await t.rejects(outputOf({ argv: ['true'], inside }), failing({ errno: 'ENOENT', syscall: 'setns' }))
})

t.test('a signal and a status are told apart', async t => {
  t.match(await outputOf({ argv: ['sh', '-c', 'kill -TERM $$'] }), { code: null, signal: 'SIGTERM' })
  t.match(await outputOf({ argv: ['sh', '-c', 'exit 143'] }), { code: 143, signal: null })
})

t.test('a megabyte goes through in both directions', async t => {
  let length = 0
  const running = await starter.start({ argv: ['/bin/cat'], stdin: 'open' }, (_, bytes) => {
    length += bytes.length
  })
  for (let chunk = 0; chunk < 16; chunk++) running.type('€'.repeat(21_845), chunk === 15)
  t.match(await running.ended, { code: 0 })
  await running.closed
  t.equal(length, 16 * 65_535)
})

t.test('a child that ends while nobody reads does not end the starter', async t => {
  let length = 0
  const argv = ['/usr/bin/head', '-c', '10000000', '/dev/zero']
  const running = await starter.start({ argv }, (_, bytes) => {
    length += bytes.length
  })
  const signals = `for i in 1 2 3 4 5 6 7 8 9; do sleep 0.05; kill -CHLD ${starter.pid}; done`
  spawn('sh', ['-c', signals], { stdio: 'ignore' })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600) // what the starter writes piles up meanwhile
  t.match(await running.ended, { code: 0 })
  await running.closed
  t.equal(length, 10_000_000)
})

t.test('an orphan does not delay the end', async t => {
  const running = await starter.start({ argv: ['/bin/sh', '-c', 'sleep 1 & exit 0'] }, () => {})
  const closed = running.closed.then(() => 'closed')
  t.match(await running.ended, { code: 0 })
  t.equal(await Promise.race([closed, 'open']), 'open')
  t.equal(await closed, 'closed')
})

t.test(
  'a command and a look go inside the namespaces of another process',
  { skip: process.getuid?.() !== 0 && 'takes root' },
  async t => {
    const argv = ['/usr/bin/unshare', '--uts', 'sh', '-c', 'hostname inner; echo ready; exec sleep 100']
    let tell: () => void = () => {}
    const ready = new Promise<void>(resolve => {
      tell = resolve
    })
    const { pid: box } = await starter.start({ argv, env: { PATH: '/bin:/usr/bin' } }, () => tell())
    await ready
    const file = '/proc/sys/kernel/hostname'
    const inside = { pid: box, namespaces: ['uts'] }
    const place = { target: box, namespaces: ['uts'], self: box }
    t.same(await lookAside(starter, place, [{ read: 'file', path: file }]), [{ text: 'inner\n' }])
    t.equal((await outputOf({ argv: ['hostname'], inside })).stdout, 'inner\n')
    process.kill(box, 'SIGKILL')
  },
)

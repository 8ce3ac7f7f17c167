import { errnoOf, textOf } from '../bench.ts'
import type { Case } from '../conformance.ts'

export const lookCases: Record<string, Case> = {
  'a look reads files, links, directories, status and commands, in the order asked': async (
    t,
    { client, hello },
  ) => {
    await client.call('put', { path: '/run/unboxed-look', text: 'seen\n', mode: 0o600 })
    const { at, looks } = await client.call('look', {
      sources: [
        { read: 'file', path: '/run/unboxed-look' },
        { read: 'link', path: `/proc/${hello.pid}/ns/pid` },
        { read: 'list', path: '/proc/self/task/self' },
        { read: 'stat', path: '/dev/null' },
        { read: 'command', argv: ['sh', '-c', 'echo said; echo more >&2'] },
        { read: 'list', path: `/proc/${hello.pid}/ns` },
      ],
    })
    const [file, link, missing, stat, command, list] = looks.map(look =>
      'text' in look ? look.text : look.errno,
    )
    t.ok(at > hello.at, 'on the clock of hello')
    t.equal(file, 'seen\n')
    t.match(link ?? '', /^pid:\[\d+\]\n$/)
    t.equal(missing, 'ENOENT')
    t.match(stat ?? '', /^character special file 666 0 0 0 \d+:\d+ 1 0 1:3\n$/)
    t.equal(command, 'said\n', 'a command is its standard output')
    t.match(list ?? '', /^cgroup\nipc\nmnt\nnet\npid\n/)
  },

  'what can not be read says why': async (t, { look }) => {
    t.equal(errnoOf(await look({ read: 'file', path: '/proc/4999999/status' })), 'ENOENT')
    t.equal(errnoOf(await look({ read: 'file', path: '/proc' })), 'EISDIR')
    t.equal(errnoOf(await look({ read: 'file', path: '/etc' })), 'EISDIR')
    t.equal(errnoOf(await look({ read: 'link', path: '/etc' })), 'EINVAL')
    t.equal(errnoOf(await look({ read: 'list', path: '/proc/uptime' })), 'ENOTDIR')
    t.equal(errnoOf(await look({ read: 'command', argv: ['no-such-command'] })), 'ENOENT')
    const failed = await look({ read: 'command', argv: ['sh', '-c', 'echo reason >&2; exit 3'] })
    t.match('message' in failed ? failed.message : '', /ended with status 3: reason/)
    t.equal(errnoOf(await look({ read: 'command', argv: ['cat', '/none'] })), 'ENOENT')
  },

  'a look never hangs on what is no file, and never gives a part of what is too long': async (
    t,
    { look, run },
  ) => {
    await run([
      'sh',
      '-c',
      'cd /run; mkfifo unboxed-fifo; head -c 300000 /dev/zero | tr "\\0" x >unboxed-long',
    ])
    t.equal(errnoOf(await look({ read: 'file', path: '/run/unboxed-fifo' })), 'EINVAL')
    t.equal(errnoOf(await look({ read: 'file', path: '/dev/zero' })), 'EINVAL')
    t.equal(errnoOf(await look({ read: 'file', path: '/proc/kmsg' })) === 'ETIMEDOUT', false)
    t.equal(errnoOf(await look({ read: 'file', path: '/run/unboxed-long' })), 'EFBIG')
    t.equal(errnoOf(await look({ read: 'command', argv: ['head', '-c', '300000', '/dev/zero'] })), 'EFBIG')
    t.equal(errnoOf(await look({ read: 'command', argv: ['sleep', '60'] })), 'ETIMEDOUT')
    await run(['rm', '/run/unboxed-fifo', '/run/unboxed-long'])
  },

  'a look inside namespaces sees what is inside': async (t, { client, start, look, until }) => {
    const box = await start([
      'unshare',
      '--uts',
      '--net',
      'sh',
      '-c',
      'hostname inner; ip link add name in0 type dummy; exec sleep 100',
    ])
    const inside = (...namespaces: string[]) => ({ inside: { pid: box.pid, namespaces } })
    const hostname = { read: 'file', path: '/proc/sys/kernel/hostname' } as const
    await until(
      'the box sleeps',
      async () => textOf(await look({ read: 'file', path: `/proc/${box.pid}/comm` })) === 'sleep\n',
    )
    t.equal(textOf(await look({ ...hostname, ...inside('uts') })), 'inner\n')
    t.ok(textOf(await look(hostname)) !== 'inner\n', 'outside it is another')
    const links = { read: 'command', argv: ['ip', '-j', 'link'] } as const
    t.match(textOf(await look({ ...links, ...inside('net') })), /"in0"/)
    t.ok(!/"in0"/.test(textOf(await look(links))), 'outside it is not there')
    t.match(textOf(await look({ read: 'command', argv: ['hostname'], ...inside('net', 'uts') })), /^inner$/m)
    t.equal(errnoOf(await look({ ...hostname, inside: { pid: 4999999, namespaces: ['uts'] } })), 'ESRCH')
    t.equal(
      textOf(await look({ ...hostname, inside: { pid: 'self', namespaces: ['uts'] } })),
      textOf(await look(hostname)),
    )
    await client.call('signal', { key: box.key, signal: 'SIGKILL' })
    await box.ended
  },

  'a look inside a mount namespace reads what is mounted there': async (
    t,
    { client, start, look, until },
  ) => {
    const box = await start(['unshare', '--fork', '--pid', '--mount-proc', '--kill-child', 'sleep', '100'])
    const { pid } = await client.call('settle', { pid: box.pid, timeout: 20_000 })
    const inside = { inside: { pid, namespaces: ['mount'] } }
    await until(
      'it sleeps',
      async () => textOf(await look({ read: 'file', path: `/proc/${pid}/comm` })) === 'sleep\n',
    )
    t.equal(textOf(await look({ read: 'file', path: '/proc/1/comm', ...inside })), 'sleep\n')
    t.equal(textOf(await look({ read: 'file', path: `/proc/${pid}/root/proc/self/comm` })), 'sleep\n')
    t.equal(textOf(await look({ read: 'link', path: `/proc/${pid}/root/proc/self` })), '1\n')
    await client.call('signal', { key: box.key, signal: 'SIGKILL' })
    await box.ended
  },
}

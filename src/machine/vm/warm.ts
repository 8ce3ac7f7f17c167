import type { Duplex } from 'node:stream'
import type { Calls, Do, Message, Reply } from '../../agent/protocol.ts'

/** What labs do in their first second; done once before the template is saved, so that its pages and code are there in every clone. */
const firstSecond = [
  'cat /proc/self/status /proc/self/mountinfo /proc/self/cgroup > /dev/null',
  'unshare --fork --pid --mount-proc ps aux',
  'unshare --user --map-root-user --uts --ipc --net --mount sh -c "hostname warm; ip -j link; mount"',
  'mkdir /tmp/warm; ls /tmp; rm -r /tmp/warm; sleep 0; readlink /proc/self/ns/pid; id; nproc; free',
  'python3 -c 1; perl -e 1; busybox true; bash -c :; sudo -n true',
].join('\n')

/** Makes an agent do a little of everything, and take it back. */
export async function warm(channel: Duplex): Promise<void> {
  const { call, exits, stop } = caller(channel)
  const hello = await call('hello', {})
  const cgroup = `${hello.cgroup.base}/warm`
  for (const round of [1, 2]) {
    const before = await call('census', {})
    await call('make-directory', { path: cgroup })
    await call('write', { path: `${cgroup}/pids.max`, text: '1000' })
    const started = {
      argv: ['/bin/sh', '-c', firstSecond],
      env: environment,
      cwd: '/root',
      stdin: 'none',
      keep: 4096,
    } as const
    const ended = exits(`warm-${round}`)
    const { pid } = await call('start', { key: `warm-${round}`, cgroup, ...started, argv: [...started.argv] })
    await call('settle', { pid, through: ['unboxed-enter'], timeout: 1000 })
    await ended
    await call('look', {
      sources: [
        { read: 'file', path: `${cgroup}/cgroup.procs` },
        { read: 'link', path: '/proc/self/ns/pid' },
      ],
    })
    await call('kill-cgroup', { path: cgroup, timeout: 5000 })
    await call('remove-cgroup', { path: cgroup, timeout: 5000 })
    await call('clean', { before, timeout: 5000 })
    await call('renew', { now: Date.now(), entropy: Buffer.alloc(32).toString('base64') })
  }
  stop()
}

const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
}

/** The smallest client of an agent. */
function caller(channel: Duplex) {
  const calls = new Map<number, (reply: Reply) => void>()
  const exits = new Map<string, () => void>()
  let rest = ''
  const take = (chunk: Uint8Array) => {
    const lines = (rest + Buffer.from(chunk).toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line) as Message
      if ('id' in message) calls.get(message.id)?.(message)
      else if (message.event === 'exit') exits.get(message.key)?.()
    }
  }
  channel.on('data', take)
  let last = 0
  return {
    async call<D extends Do>(name: D, ask: Calls[D]['ask']): Promise<Calls[D]['answer']> {
      last += 1
      const id = last
      const reply = new Promise<Reply>(resolve => calls.set(id, resolve))
      channel.write(`${JSON.stringify({ id, do: name, ...ask })}\n`)
      const answer = await reply
      if ('error' in answer) throw new Error(`the agent could not ${name}: ${answer.error.message}`)
      return answer.ok as Calls[D]['answer']
    },
    exits: (key: string) => new Promise<void>(resolve => exits.set(key, resolve)),
    stop: () => channel.off('data', take),
  }
}

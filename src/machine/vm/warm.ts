import { searchPath } from '../../linux/search-path.ts'
import type { Channel } from '../../protocol/channel.ts'
import { connect } from '../../protocol/client.ts'
import { nodeRuntime } from '../../runtime/node.ts'

/** What labs do in their first second: done once before the template is saved, so that every clone has its pages cached and its code translated. */
const firstSecond = [
  'cat /proc/self/status /proc/self/mountinfo /proc/self/cgroup > /dev/null',
  'unshare --fork --pid --mount-proc ps aux',
  'unshare --user --map-root-user --uts --ipc --net --mount sh -c "hostname warm; ip -j link; mount"',
  'mkdir /tmp/warm; ls /tmp; rm -r /tmp/warm; sleep 0; readlink /proc/self/ns/pid; id; nproc; free',
  'python3 -c 1; perl -e 1; busybox true; sh -c :; sudo -n true',
].join('\n')

/** Part of a template's digest, since templates differ by what was done in them. */
export const warmth = `2 ${firstSecond}`

/** Makes an agent do a little of everything and undo it. */
export async function warm(channel: Channel): Promise<void> {
  const agent = connect(channel, nodeRuntime)
  const { base } = (await agent.call('hello', {})).cgroup
  const cgroup = `${base}/warm`
  for (const key of ['first', 'second']) {
    await agent.call('mark', {})
    await agent.call('make-directory', { path: cgroup })
    await agent.call('write', { path: `${cgroup}/pids.max`, text: '1000' })
    const ended = new Promise<void>(resolve =>
      agent.listen(key, ({ event }) => event === 'exit' && resolve()),
    )
    const { pid } = await agent.call('start', { key, cgroup, ...shell })
    await agent.call('settle', { pid, timeout: 1000 })
    await ended
    await agent.call('look', {
      sources: [
        { read: 'file', path: `${cgroup}/cgroup.procs` },
        { read: 'link', path: '/proc/self/ns/pid' },
      ],
    })
    await agent.call('kill-cgroup', { path: cgroup, timeout: 5000 })
    await agent.call('remove-cgroup', { path: cgroup, timeout: 5000 })
    await agent.call('clean', { timeout: 5000 })
    await agent.call('renew', { now: Date.now(), entropy: Buffer.alloc(32).toString('base64') })
  }
  // What clones come back to: none of them has to look first.
  await agent.call('mark', {})
}

const shell = {
  argv: ['/bin/bash', '-c', firstSecond],
  env: {
    PATH: searchPath.join(':'),
    HOME: '/root',
    LANG: 'C.UTF-8',
  },
  cwd: '/root',
  stdin: 'none' as const,
  keep: 4096,
}

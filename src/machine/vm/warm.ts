import { searchPath } from '../../linux/search-path.ts'
import { labProgram, markingBashrc } from '../../linux/shell-marks.ts'
import type { Channel } from '../../protocol/channel.ts'
import { type AgentClient, connect } from '../../protocol/client.ts'
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
export const warmth = [4, firstSecond, markingBashrc, labProgram].join('\n')

/** Makes an agent do a little of everything and undo it. */
export async function warm(channel: Channel): Promise<void> {
  const agent = connect(channel, nodeRuntime)
  const { base } = (await agent.call('hello', {})).cgroup
  const cgroup = `${base}/warm`
  await markShells(agent)
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
    await useTerminal(agent, cgroup, `${key}-terminal`)
    await agent.call('kill-cgroup', { path: cgroup, timeout: 5000 })
    await agent.call('remove-cgroup', { path: cgroup, timeout: 5000 })
    await agent.call('clean', { timeout: 5000 })
    await agent.call('renew', { now: Date.now(), entropy: Buffer.alloc(32).toString('base64') })
  }
  // What clones come back to: none of them has to look first.
  await agent.call('mark', {})
}

/**
 * Makes every interactive bash mark its prompts, that of sudo too, which clears the environment: the bashrc of the image reads a file where
 * there is one. A program `lab` serves shells that mark nothing.
 */
async function markShells(agent: AgentClient): Promise<void> {
  const key = 'marks'
  const ended = new Promise<void>((resolve, reject) =>
    agent.listen(key, each => {
      if (each.event !== 'exit') return
      if (each.code === 0) resolve()
      else reject(new Error(`the shells of the template could not be made to mark: exit code ${each.code}`))
    }),
  )
  const [bashrc, program] = ['/etc/bash.marks', '/usr/local/bin/lab']
  const script = `printf %s "$1" > ${bashrc}; printf %s "$2" > ${program}; chmod +x ${program}`
  await agent.call('start', {
    key,
    ...shell,
    argv: ['/bin/bash', '-ec', script, 'bash', markingBashrc, labProgram],
  })
  await ended
}

/** What somebody does who works by hand: a shell on a terminal, files put there, looks at everything between commands. */
async function useTerminal(agent: AgentClient, cgroup: string, key: string): Promise<void> {
  await agent.call('put', { path: '/etc/bash.bashrc.warm', text: '# warm\n', mode: 0o644 })
  await agent.call('put', { path: '/etc/bash.bashrc.warm', text: '# warm again\n', mode: 0o644 })
  let hasPrompt: () => void = () => undefined
  const prompt = new Promise<void>(resolve => {
    hasPrompt = resolve
  })
  const ended = new Promise<void>(resolve =>
    agent.listen(key, ({ event }) => {
      hasPrompt()
      if (event === 'exit') resolve()
    }),
  )
  const terminal = { rows: 24, columns: 80 }
  const argv = ['/bin/bash', '-l']
  await agent.call('start', { key, cgroup, ...shell, argv, stdin: 'open', terminal })
  await prompt
  await agent.call('resize', { key, ...terminal })
  await agent.call('type', { key, text: 'unshare --uts true\r' })
  for (let count = 0; count < 3; count++) {
    await agent.call('processes', {})
    await agent.call('inventory', {})
    await agent.call('terminal', { key })
  }
  await agent.call('end-section', { key })
  await agent.call('type', { key, text: 'exit\r' })
  await ended
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

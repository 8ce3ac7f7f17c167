import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import type { Test } from 'tap'
import { openVm } from '../../src/machine/vm/vm.ts'
import { talk } from '../machine/talk.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { type AtTerminal, emulated, type Line } from '../screen/at-terminal.ts'

/** A virtual machine in which `unboxed` is a command: `local` changes the machine that it runs on. */
export interface Carried {
  readonly agent: Awaited<ReturnType<typeof talk>>
  /** What a shell line prints there. */
  run(line: string): Promise<string>
  /** Runs a shell line there at a pseudo-terminal, whose screen is here. */
  atTerminal(line: string, size?: { readonly rows: number; readonly columns: number }): Promise<AtTerminal>
}

/** Opens a virtual machine until the test ends, and carries the built command and the course there. */
export async function carryUnboxed(t: Test): Promise<Carried> {
  const vm = await openVm(vmSettings(t))
  t.teardown(() => vm.close())
  const connection = await vm.open()
  t.teardown(() => connection.close())
  const agent = await talk(connection.channel)
  await agent.call('renew', { now: Date.now(), entropy: '' })
  const files = { ...(await packageFiles()), unboxed }
  const folders = Object.keys(files).flatMap(name => foldersOf(`/run/package/${name}`))
  for (const folder of new Set([...folders, '/sys/fs/cgroup/login']))
    await agent.call('make-directory', { path: folder })
  for (const [name, text] of Object.entries(files))
    await agent.call('put', { path: `/run/package/${name}`, text, mode: 0o755 })

  // The VM was made for labs, and says so.
  await agent.run('mkdir /run/unboxed; mv /etc/unboxed-machine /run/unboxed-machine')

  const inFolder = (line: string) => `cd /run; PATH=/run/package:$PATH; ${line}`
  let count = 0
  return {
    agent,
    run: line => agent.run(inFolder(line)),
    atTerminal: async (line, size = { rows: 40, columns: 100 }) => {
      const key = `screen-${++count}`
      const begun = await lineTo(agent, key, ['sh', '-c', inFolder(line)], size)
      return emulated(t, begun, size)
    },
  }
}

/** As from a login shell: in a cgroup of its own, which is not the labs'. */
const unboxed = `#!/bin/sh
echo $$ > /sys/fs/cgroup/login/cgroup.procs
exec node /run/package/dist/cli.js "$@"
`

/** The folders of a path below /run, the first ones first. */
function foldersOf(path: string): string[] {
  const folder = dirname(path)
  return folder === '/run' ? [] : [...foldersOf(folder), folder]
}

async function packageFiles(): Promise<Record<string, string>> {
  const names = readdirSync('labs', { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(yaml|md)$/.test(name))
    .map(name => join('labs', name))
  const read = [...names, 'package.json', 'dist/agent.cjs', 'scripts/image/apart']
  const texts = await Promise.all(read.map(async name => [name, await readFile(name, 'utf8')] as const))
  return { ...Object.fromEntries(texts), 'dist/cli.js': await bundled() }
}

/** A command on a pseudo-terminal in the machine. */
async function lineTo(
  agent: Carried['agent'],
  key: string,
  argv: string[],
  size: { readonly rows: number; readonly columns: number },
): Promise<Line> {
  let heard: (data: Buffer) => void = () => undefined
  const ended = new Promise<number | null>(resolve =>
    agent.listen(key, event => {
      if (event.event === 'output') heard(Buffer.from(event.text))
      if (event.event === 'exit') resolve(event.code)
    }),
  )
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  }
  const keep = Number.MAX_SAFE_INTEGER
  const terminal = { ...size }
  const { pid } = await agent.call('start', { key, argv, env, cwd: '/', stdin: 'open', keep, terminal })
  const signal = (name: string) => void agent.call('signal', { key, signal: name }).catch(() => undefined)
  return {
    pid,
    hear: hear => {
      heard = hear
    },
    pause: () => undefined,
    resume: () => undefined,
    press: typed => void agent.call('type', { key, text: String(typed) }).catch(() => undefined),
    resize: given => void agent.call('resize', { key, ...given }),
    kill: signal,
    hangUp: () => signal('SIGKILL'),
    ended,
  }
}

async function bundled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unboxed-cli-'))
  const outfile = join(folder, 'cli.js')
  await build({
    entryPoints: ['src/cli.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  const text = await readFile(outfile, 'utf8')
  await rm(folder, { recursive: true })
  return text
}

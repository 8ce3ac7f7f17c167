import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Mistake } from './mistake.ts'

const cli = join(import.meta.dirname, '../../dist/cli.js')

/** What was typed, and where. */
interface Typed {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The file that standard output goes to. */
  readonly stdout?: string
}

const mistakes: readonly (Mistake & Typed)[] = [
  {
    done: 'piped commands into a lab',
    args: ['learn', 'pid'],
    says: `unboxed: a lab is done at a terminal, and this is none

  Type \`unboxed learn\` at a terminal. To perform what somebody has written down: unboxed replay FILE
`,
    do: 'type it at a terminal, or use replay',
  },
  {
    done: 'wanted to watch a lab before it was begun',
    args: ['watch'],
    env: { XDG_CACHE_HOME: '/nonexistent' },
    says: `unboxed: nobody does a lab right now

  Begin in another terminal, and leave it open: unboxed learn
`,
    do: 'begin the lab first, in another terminal',
  },
  {
    done: 'set XDG_CACHE_HOME to something that is not a folder',
    args: ['machine', 'status'],
    env: { XDG_CACHE_HOME: '/dev/null' },
    says: `unboxed: the cache folder /dev/null/unboxed cannot be used: /dev/null is not a folder

  Set XDG_CACHE_HOME to a folder with 3 GiB free that this user can write to.
`,
    do: 'set XDG_CACHE_HOME to a real folder',
  },
  {
    done: 'ran it from a service that has no HOME',
    args: ['machine', 'status'],
    says: `unboxed: there is no cache folder: neither XDG_CACHE_HOME nor HOME is an absolute path

  Set XDG_CACHE_HOME to the absolute path of a folder with 3 GiB free.
`,
    do: 'set XDG_CACHE_HOME for the service',
  },
  {
    done: 'ran a lab on a computer without QEMU',
    args: ['run', 'pid'],
    env: { HOME: '/nonexistent', PATH: '/nowhere' },
    says: `unboxed: the virtual machine needs qemu-system-x86_64, setpriv, flock, not found in PATH

  On Debian and Ubuntu:

  sudo apt-get update
  sudo apt-get install --yes --no-install-recommends qemu-system-x86 util-linux
`,
    do: 'install the two packages with these commands',
  },
  {
    done: 'asked for a Vagrant VM without having Vagrant',
    args: ['run', 'pid', '--machine', 'vagrant'],
    env: { HOME: '/nonexistent', PATH: '/nowhere' },
    says: `unboxed: --machine vagrant needs vagrant, not found in PATH

  Install Vagrant with a provider, and an OpenSSH client (docs/machines.md of unboxed has the commands), or choose another --machine.
`,
    do: 'install Vagrant and ssh as docs/machines.md says',
  },
  {
    done: 'wanted the Vagrant VM to be started, and forgot to choose it',
    args: ['run', 'pid', '--up'],
    env: { HOME: '/nonexistent' },
    says: `unboxed: --up has no meaning without --machine vagrant

  Add --machine vagrant, or leave --up out.
`,
    do: 'run it with --machine vagrant --up',
  },
  {
    done: 'named a machine that does not exist',
    args: ['run', 'pid', '--machine', 'docker'],
    says: `unboxed: --machine must be one of vm, vagrant, local; got \`docker\`

  For options and examples: unboxed run --help
`,
    do: 'choose vm, vagrant or local',
  },
  {
    done: 'wanted a second terminal in a machine before opening one',
    args: ['shell', '--join'],
    env: { HOME: '/nonexistent' },
    says: `unboxed: there is no open machine to join

  Open one in another terminal, and leave it open: unboxed shell
`,
    do: 'run unboxed shell in another terminal, then join',
  },
  {
    done: 'wanted evidence in a place that is not a folder',
    args: ['run', 'pid', '--evidence', '/dev/null'],
    says: `unboxed: the evidence could not be written to /dev/null: /dev/null is not a folder

  Give --evidence a folder that this user can write to, on a disk with space left.
`,
    do: 'give --evidence a folder',
  },
  {
    done: 'sent the output to a full disk',
    args: ['list'],
    stdout: '/dev/full',
    says: `unboxed: cannot write to standard output: no space is left on its file system

  Send the output somewhere else. If the run had --evidence DIR, judge the attempts again: unboxed judge DIR
`,
    do: 'free space on that disk or redirect the output to another one',
  },
  {
    done: 'wanted a new lab where no file can be made',
    args: ['new', '/proc/my-lab.yaml'],
    says: `unboxed: cannot open /proc/my-lab.yaml: /proc/my-lab.yaml does not exist and cannot be created

  Name another place, which this user can write to.
`,
    do: 'write the lab to another folder',
  },
]

for (const mistake of mistakes)
  t.test(mistake.done, async t => {
    t.equal(await said(mistake), mistake.says)
  })

/** What the built command writes on standard error. */
function said({ args, env = {}, stdout }: Typed): Promise<string> {
  const out = stdout === undefined ? 'ignore' : openSync(stdout, 'w')
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', out, 'pipe'] })
  let text = ''
  child.stderr?.on('data', piece => {
    text += piece
  })
  return new Promise(resolve => child.once('close', () => resolve(text)))
}

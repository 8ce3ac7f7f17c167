import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import type { VagrantSettings } from '../../../src/machine/vagrant/vagrant.ts'

/** The VM of the project's Vagrantfile, started if it is down. */
export const settingsOf = (t: Test, rest: Partial<VagrantSettings> = {}): VagrantSettings => ({
  folder: process.cwd(),
  env: process.env,
  platform: process.platform,
  agent: 'dist/agent.cjs',
  apart: 'scripts/image/apart',
  progress: ({ task, detail = 'done' }) => t.comment(`${task}: ${detail}`),
  signal: new AbortController().signal,
  up: true,
  fresh: false,
  ...rest,
})

const run = promisify(execFile)

/** Milliseconds for one vagrant(1) command, which would wait for a dead VM forever. */
const patience = 600_000

/** The output of vagrant(1); rejects if it fails. */
export async function vagrantSays(...args: string[]): Promise<string> {
  const running = run('vagrant', args, {
    maxBuffer: 64 * 1024 ** 2,
    timeout: patience,
    killSignal: 'SIGKILL',
  })
  return (await running).stdout
}

/** The output of a command in the VM, run as its user, independent of the connection under test. */
export const inGuest = (command: string): Promise<string> => vagrantSays('ssh', '--no-tty', '-c', command)

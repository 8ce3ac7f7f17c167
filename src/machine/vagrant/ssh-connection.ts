import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { makeFolder } from '../../cache/make-folder.ts'
import { problem } from './problem.ts'
import type { SshConfig } from './ssh-config.ts'

/** An SSH connection that many commands share, open for a whole run. */
export interface SshConnection {
  /** What the script wrote that was run when it was opened. */
  readonly told: string
  /** Resolves with what ssh(1) said when the connection has ended. */
  readonly gone: Promise<string>
  /** The command line that runs something at the other end; its pipes are the pipes of that. */
  command(remote: string): string[]
  /** Runs something to its end. */
  run(remote: string, input: Uint8Array): Promise<{ failed: boolean; said: string }>
  close(): Promise<void>
}

export interface SshSettings {
  readonly config: SshConfig
  /** Path of a socket, short enough for one (unix(7): 108 bytes). */
  readonly socket: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Milliseconds for connecting, and for the script to report everything. */
  readonly timeout: number
}

/** Why there is no connection, in ssh's own words. */
export interface NoSshConnection {
  readonly said: string
}

/**
 * Opens a connection with a script that reports on the guest and then waits for the end of its input, so the connection ends with
 * us, however we end. Others share it by its control socket (ssh_config(5): ControlMaster); OpenSSH for Windows has none,
 * and there each command gets a connection of its own.
 */
export async function openSshConnection(
  script: string,
  toldAll: (text: string) => boolean,
  { config, socket, env, platform, timeout }: SshSettings,
): Promise<SshConnection | NoSshConnection> {
  const shared = platform !== 'win32'
  const base = ['ssh', '-F', config.file, '-o', 'BatchMode=yes', ...telling, ...lively(timeout)]
  const master = shared ? ['-M', '-S', socket, '-o', 'ControlPersist=no'] : []
  const client = shared ? ['-S', socket, '-o', 'ControlMaster=no'] : []
  await makeFolder(dirname(socket), 0o700)
  const [program = '', ...args] = [...base, ...master, config.host, `sh -c '${script}'`]
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  const heard = { told: '', said: '' }
  child.stdin.on('error', () => {}) // reported by `gone`
  child.stderr.on('data', chunk => {
    heard.said = (heard.said + chunk).slice(-4096)
  })
  const gone = new Promise<string>((resolve, reject) => {
    child.once('exit', () => resolve(heard.said.trim()))
    child.once('error', reject)
  })
  let isTold = false
  const told = new Promise<true>(resolve => {
    child.stdout.on('data', chunk => {
      if (isTold) return // nothing more is expected of it, and it may be endless
      heard.told = (heard.told + chunk).slice(0, mostTold)
      isTold = toldAll(heard.told)
      if (isTold) resolve(true)
    })
  })
  const late = setTimeout(() => {
    heard.said += `it did not answer within ${timeout / 1000} s`
    child.kill()
  }, timeout)
  const end = await Promise.race([told, gone.catch(noSuchProgram)])
  clearTimeout(late)
  if (end !== true) return { said: end }

  const command = (remote: string) => [...base, ...client, config.host, remote]
  return {
    told: heard.told,
    gone,
    command,
    async run(remote, input) {
      const [file = '', ...rest] = command(remote)
      const options = { env, extendEnv: false, input, reject: false, maxBuffer: mostTold } as const
      const { failed, stderr } = await execa(file, rest, options)
      return { failed, said: stderr.trim() }
    },
    async close() {
      child.stdin.end()
      await gone
    },
  }
}

function noSuchProgram(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? problem('program-missing', { program: 'ssh' }) : error
}

/** Characters that are taken of what is said at the other end. */
const mostTold = 64 * 1024

/** Vagrant's configuration silences ssh's errors. */
const telling = ['-o', 'LogLevel=ERROR']

/** Detects a machine that has fallen silent within half a minute. */
const lively = (timeout: number) => [
  ...['-o', `ConnectTimeout=${Math.ceil(timeout / 1000)}`],
  ...['-o', 'ServerAliveInterval=10', '-o', 'ServerAliveCountMax=3'],
]

import { execa } from 'execa'
import { problem } from './problem.ts'

/** Asks QEMU for its version: `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`. */
export async function qemuVersion(): Promise<string> {
  const { stdout } = await execa('qemu-system-x86_64', ['--version'])
  const version = /version (.+)/.exec(stdout)?.[1]
  if (version) return version.trim()
  throw problem('qemu-failed', { doing: 'telling its version', said: stdout.slice(0, 200) })
}

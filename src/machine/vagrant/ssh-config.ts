import { readIfThere } from '../../cache/read.ts'
import { writeAtomically } from '../../cache/write.ts'
import { type VagrantWorld, vagrant } from './vagrant-command.ts'

/** How to reach a machine: a file for `ssh -F` (ssh_config(5)), and the name of the machine there. */
export interface SshConfig {
  readonly file: string
  readonly host: string
}

/** The kept answer of `vagrant ssh-config`, which takes seconds to give one; undefined where none was kept. */
export async function cachedSshConfig(file: string): Promise<SshConfig | undefined> {
  const text = await readIfThere(file)
  return text === undefined ? undefined : configOf(file, text)
}

/** Asks Vagrant again, and keeps the answer. */
export async function renewedSshConfig(file: string, world: VagrantWorld): Promise<SshConfig | undefined> {
  const text = await vagrant(['ssh-config'], world)
  await writeAtomically(file, text, { mode: 0o600 })
  return configOf(file, text)
}

function configOf(file: string, text: string): SshConfig | undefined {
  const host = /^\s*Host\s+(\S+)/m.exec(text)?.[1]
  return host === undefined ? undefined : { file, host }
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type VagrantWorld, vagrant } from './vagrant-command.ts'

/** How a machine is reached: a file for `ssh -F` (ssh_config(5)), and the name it goes by there. */
export interface SshConfig {
  readonly file: string
  readonly host: string
}

/** What `vagrant ssh-config` said last time, which takes it seconds to say again; undefined when it never did. */
export async function cachedSshConfig(file: string): Promise<SshConfig | undefined> {
  try {
    return configOf(file, await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Asks Vagrant anew, and keeps the answer. */
export async function renewedSshConfig(file: string, world: VagrantWorld): Promise<SshConfig | undefined> {
  const text = await vagrant(['ssh-config'], world)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
  return configOf(file, text)
}

function configOf(file: string, text: string): SshConfig | undefined {
  const host = /^\s*Host\s+(\S+)/m.exec(text)?.[1]
  return host === undefined ? undefined : { file, host }
}

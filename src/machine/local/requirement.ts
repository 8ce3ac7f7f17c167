import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hierarchyOf } from '../../kernel/hierarchy.ts'
import type { Problem } from '../../problem.ts'
import { unsupported } from './problem.ts'
import { kindOfMachine } from './virtual.ts'

/** Everything that decides whether labs may run here. */
export interface ThisMachine {
  readonly platform: string
  readonly uid: number
  /** Where its files are: empty for the machine itself. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether the user said that labs may use it. */
  readonly allowed: boolean
  /** Type of the file system at a path; undefined when there is none. */
  readonly fileSystem: (path: string) => number | undefined
  /** Its kernel, as uname(2) names it. */
  readonly release: string
  /** Whether the kernel has open_tree(2), by which the agent gets where no mount reaches it. */
  readonly hasOpenTree: (env: ThisMachine['env']) => boolean
}

/** The file that marks a machine made for labs. */
const marker = '/etc/unboxed-machine'

/** Whether this machine was made for labs. */
export const isForLabs = (): boolean => existsSync(marker)

/** The first reason why labs can't run on this machine; undefined when they can. */
export function refusal(machine: ThisMachine): Problem | undefined {
  for (const requirement of requirements) {
    const problem = requirement(machine)
    if (problem) return problem
  }
  return undefined
}

/** From the general to the specific: what must be mended first comes first. */
const requirements: readonly ((machine: ThisMachine) => Problem | undefined)[] = [
  ({ platform }) => (platform === 'linux' ? undefined : unsupported('not-linux', { platform })),
  ({ uid }) => (uid === 0 ? undefined : unsupported('not-root', { uid })),
  mayBeBroken,
  hasCgroups,
  hasCommands,
  hasFeatures,
]

function mayBeBroken({ allowed, env, root }: ThisMachine) {
  if (allowed || env.UNBOXED_ALLOW_LOCAL === '1' || existsSync(`${root}${marker}`)) return undefined
  return unsupported('not-for-labs', { kind: kindOfMachine(root), marker })
}

function hasCgroups({ root, fileSystem }: ThisMachine) {
  const place = '/sys/fs/cgroup'
  const magic = fileSystem(`${root}${place}`)
  const controllers = textOf(`${root}${place}/cgroup.controllers`)
  const { trouble, controllers: found } = hierarchyOf({
    filesystems: textOf(`${root}/proc/filesystems`) ?? '',
    mountinfo: textOf(`${root}/proc/self/mountinfo`) ?? '',
    ...(magic === undefined ? {} : { magic }),
    ...(controllers === undefined ? {} : { controllers }),
  })
  if (trouble) return unsupported('cgroups', trouble)
  const missing = ['cpu', 'memory', 'pids'].filter(name => !found.includes(name))
  return missing.length > 0 ? unsupported('controllers-missing', { missing, found }) : undefined
}

function hasCommands({ env, root }: ThisMachine) {
  const folders = (env.PATH ?? '').split(delimiter)
  const isThere = (name: string) => folders.some(folder => existsSync(join(root, folder, name)))
  const commands = ['unshare', 'flock', 'ip', 'umount', 'perl'].filter(name => !isThere(name))
  return commands.length > 0 ? unsupported('commands-missing', { commands }) : undefined
}

function hasFeatures({ hasOpenTree, release, env }: ThisMachine) {
  return hasOpenTree(env) ? undefined : unsupported('kernel-too-old', { release, feature: 'open_tree(2)' })
}

/** Calls it with a descriptor that is none: a kernel that has it complains of that, any other of the call. */
export function triesOpenTree(env: ThisMachine['env']): boolean {
  const script = 'my $path = ""; syscall(428, -1, $path, 0); exit($! == 38 ? 38 : 0)' // ENOSYS
  return spawnSync('perl', ['-e', script], { env, stdio: 'ignore' }).status !== 38
}

/** Type of the file system at a path, as statfs(2) tells. */
export function fileSystemAt(path: string): number | undefined {
  return orUndefined(() => statfsSync(path).type)
}

function textOf(path: string): string | undefined {
  return orUndefined(() => readFileSync(path, 'utf8'))
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined
    throw error
  }
}

import { mkdirSync, readFileSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { cgroup2Magic, tmpfsMagic } from '../linux/file-system.ts'
import type { CgroupTrouble } from '../protocol/message.ts'
import { CallFailure, errnoOf, onPath } from './call-error.ts'
import type { IntentLog } from './intent-log.ts'

/** The part of the cgroup tree for labs, and the agent's own leaf in it. */
export interface CgroupBase {
  readonly base: string
  readonly leaf: string
}

/** The inputs that decide where the labs' cgroups go; injected by tests. */
export interface CgroupWorld {
  /** Where cgroup v2 should be mounted. */
  readonly root: string
  /** Text of /proc/self/cgroup. */
  readonly own: string
  /** Type of the file system at a path, from statfs(2); undefined if the path does not exist. */
  readonly fileSystem: (path: string) => number | undefined
  /** The agent runs in a systemd unit of its own with `Delegate=yes`. */
  readonly delegated: boolean
  /** The process whose namespaces are the machine's, if it was started with the agent. */
  readonly host?: number
}

/**
 * Decides where the labs' cgroups go: below a cgroup that is ours and has no members, since a cgroup with members cannot enable
 * controllers for its children. Three cases: a machine made for labs (its init put the agent into `…/agent` and enabled all controllers);
 * a unit that systemd delegated; otherwise a new cgroup directly below the root, outside of which nothing is written.
 */
export function claimBase(world: CgroupWorld, log: IntentLog): CgroupBase {
  const type = world.fileSystem(world.root)
  if (type !== cgroup2Magic) throw noCgroup2(world, type)
  const own = ownGroup(world)
  if (own.endsWith('/agent') && wordsOf(`${dirname(own)}/cgroup.subtree_control`).length > 0) {
    return { base: dirname(own), leaf: own }
  }
  try {
    return world.delegated && isAlone(own, world.host)
      ? claimUnit(own, log, world.host)
      : claimNew(world.root, own, log)
  } catch (error) {
    if (errnoOf(error) === 'EROFS') throw noCgroups('cgroup-read-only', world.root)
    throw error
  }
}

export function cgroupWorld(delegated: boolean, host?: number): CgroupWorld {
  const own = readFileSync('/proc/self/cgroup', 'utf8')
  return { root: '/sys/fs/cgroup', own, fileSystem, delegated, ...(host !== undefined && { host }) }
}

/** Checks, before any operation, that a cgroup may belong to a lab: it is below the base and not the agent's own. */
export function labCgroup({ base, leaf }: CgroupBase, path: string): string {
  const plain = normalize(path).replace(/\/$/, '')
  if (plain.startsWith(`${base}/`) && plain !== leaf && !plain.startsWith(`${leaf}/`)) return plain
  throw new CallFailure({
    errno: 'EPERM',
    path,
    message: `${path} is not a cgroup of a lab; labs have cgroups below ${base}`,
  })
}

/** Carries only the code and the path; the runner has the text for each code. */
function noCgroups(code: CgroupTrouble, path: string): CallFailure {
  return new CallFailure({ code, path, message: 'labs cannot have cgroups here' })
}

function noCgroup2({ root, fileSystem }: CgroupWorld, type: number | undefined): CallFailure {
  if (type !== tmpfsMagic) return noCgroups('cgroup-not-mounted', root)
  const beside = `${root}/unified`
  return fileSystem(beside) === cgroup2Magic
    ? noCgroups('cgroup-hybrid', beside)
    : noCgroups('cgroup-legacy', root)
}

function fileSystem(path: string): number | undefined {
  try {
    return statfsSync(path).type
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

function ownGroup({ own, root }: CgroupWorld): string {
  const path = /^0::(.*)$/m.exec(own)?.[1] ?? '/'
  return path === '/' ? root : root + path
}

function isAlone(group: string, host?: number): boolean {
  return wordsOf(`${group}/cgroup.procs`).every(pid => [process.pid, host].includes(Number(pid)))
}

function claimUnit(own: string, log: IntentLog, host?: number): CgroupBase {
  const claimed = { base: own, leaf: `${own}/agent` }
  log.add({ did: 'claim', ...claimed, home: own, made: false })
  return moveIn(claimed, host)
}

/** If another agent is at work, the name gets the PID as a suffix. */
function claimNew(root: string, home: string, log: IntentLog): CgroupBase {
  for (const name of ['unboxed', `unboxed-${process.pid}`]) {
    const claimed = { base: `${root}/${name}`, leaf: `${root}/${name}/agent` }
    if (fileSystem(claimed.base) !== undefined) continue
    log.add({ did: 'claim', ...claimed, home, made: true })
    mkdirSync(claimed.base)
    if (wordsOf(`${claimed.base}/cgroup.controllers`).length === 0) {
      rmdirSync(claimed.base)
      const hasSome = wordsOf(`${root}/cgroup.controllers`).length > 0
      throw noCgroups(hasSome ? 'cgroup-none-enabled' : 'cgroup-no-controllers', root)
    }
    return moveIn(claimed)
  }
  throw noCgroups('cgroup-taken', root)
}

/** Moves the agent into a leaf first, so that the base has no members; then enables every available controller. */
function moveIn(claimed: CgroupBase, host?: number): CgroupBase {
  mkdirSync(claimed.leaf)
  if (host !== undefined) write(`${claimed.leaf}/cgroup.procs`, String(host))
  write(`${claimed.leaf}/cgroup.procs`, '0')
  for (const controller of wordsOf(`${claimed.base}/cgroup.controllers`)) {
    enable(claimed.base, controller)
  }
  return claimed
}

/** Skips controllers that cannot be enabled; `hello` reports the enabled ones. */
function enable(base: string, controller: string) {
  try {
    write(`${base}/cgroup.subtree_control`, `+${controller}`)
  } catch (error) {
    if (!['EBUSY', 'EINVAL', 'ENOENT', 'EOPNOTSUPP'].includes(errnoOf(error) ?? '')) throw error
  }
}

function write(path: string, text: string): void {
  onPath(path, () => writeFileSync(path, text, { flag: 'r+' }), text)
}

function wordsOf(path: string): string[] {
  return readFileSync(path, 'utf8').split(/\s+/).filter(Boolean)
}

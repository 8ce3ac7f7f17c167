import { join } from 'node:path'
import { digest } from '../cache/digest.ts'

/** The exit code of the command where another agent holds the lock: EX_TEMPFAIL of sysexits.h. */
export const busy = 75

/** The agent as one file, in the package. */
export const agentBundle = (root: string): string => join(root, 'dist/agent.cjs')

/** Where agents of a machine are, and log what they do, so that the next one can undo it. It is gone after a restart, as they are. */
export const stateFolder = '/run/unboxed'

/** The path of an agent in the state folder, named for its content: what runs is what was built. */
export const agentPath = (bundle: Uint8Array, state = stateFolder): string =>
  `${state}/${digest([bundle]).slice(0, 12)}.cjs`

/** The script that starts an agent where no mount can reach it, in the package. */
export const apartScript = (root: string): string => join(root, 'scripts/image/apart')

/** The Linux on which an agent is to be started. */
export interface AgentPlace {
  /** The program that runs it. */
  readonly node: string
  /** Text of the script that puts the agent apart. */
  readonly apart: string
  /** The bundle of the agent, below the state folder. */
  readonly agent: string
  /** The state folder, which exists. */
  readonly state: string
  /** Whether systemd runs there, as sd_booted(3) finds out. */
  readonly systemd: boolean
}

/**
 * The command that starts an agent on a Linux that also serves other purposes.
 * - Only one agent runs at a time: it holds a kernel lock on the state folder (flock(1)), which ends with it.
 * - Where systemd owns the cgroup tree, the agent runs in a scope with a delegated subtree. Delegation implies
 *   OOMPolicy=continue (systemd.scope(5)), so a lab that runs out of memory does not end the agent.
 * - Labs have a mount namespace of their own, in which the folders that they write to are empty and in memory: each lab begins
 *   without files, and what it mounts or writes there ends with it. Mounts of the machine propagate into it, not out of it.
 * - The agent leaves that namespace, so that no mount of a lab changes what it reads (scripts/image/apart).
 */
export function agentCommand({ node, apart: script, agent, state, systemd }: AgentPlace): string[] {
  const alone = ['flock', '--nonblock', '--close', '--conflict-exit-code', String(busy), state]
  const scope = ['systemd-run', '--scope', '--quiet', '--collect', '--property=Delegate=yes', '--']
  const folders = ['unshare', '--mount', '--propagation', 'slave', '--', 'sh', '-c', emptyFolders, 'sh']
  const apart = ['perl', '-e', script, '--']
  const options = ['--state', state, ...(systemd ? ['--delegated'] : [])]
  return [...alone, ...(systemd ? scope : []), ...folders, ...apart, node, agent, ...options]
}

const emptyFolders = [
  'mount --make-rshared /',
  'mount -t tmpfs -o nosuid,nodev,mode=1777 labs /tmp',
  'mount -t tmpfs -o nosuid,nodev,mode=1777 labs /var/tmp',
  'mount -t tmpfs -o nosuid,nodev,mode=700 labs /root',
  'cd /',
  'exec "$@"',
].join(' && ')

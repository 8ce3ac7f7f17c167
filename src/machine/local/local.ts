import { existsSync } from 'node:fs'
import { platform, release, userInfo } from 'node:os'
import type { Connection, Machine } from '../machine.ts'
import { openAgent } from './agent-process.ts'
import { takeLock } from './one-at-a-time.ts'
import { fileSystemAt, refusal, type ThisMachine } from './requirement.ts'

export interface LocalSettings {
  /** The bundle of the agent: dist/agent.cjs. */
  readonly agent: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person said that labs may use this very machine. */
  readonly thisMachine: boolean
  /** The program that runs the agent; `node` of PATH unless said otherwise. */
  readonly node?: string
  /** Where agents and runners of this machine note what they do; /run/unboxed unless said otherwise. */
  readonly state?: string
  /** What is otherwise found out about this machine. */
  readonly found?: Partial<ThisMachine>
}

/** This very Linux as a machine, one lab at a time. Rejects with the reason where labs must not or can't run. */
export async function openLocal(settings: LocalSettings): Promise<Machine> {
  const { agent, env, thisMachine, node = 'node', state = '/run/unboxed' } = settings
  const problem = refusal({
    platform: platform(),
    uid: userInfo().uid,
    root: '',
    env,
    allowed: thisMachine,
    fileSystem: fileSystemAt,
    ...settings.found,
  })
  if (problem) throw problem

  const opened = new Set<Connection>()
  return {
    name: 'local',
    description: `this machine, Linux ${release()}`,
    jobs: 1,
    slowness: 1,
    async open() {
      const unlock = takeLock(`${state}/local.lock`)
      const command = [...delegated(), node, agent, '--state', state, ...(isSystemd() ? ['--delegated'] : [])]
      const connection = openAgent(command, env, unlock)
      opened.add(connection)
      return connection
    },
    async close() {
      await Promise.all([...opened].map(connection => connection.close()))
    },
  }
}

/** Where systemd owns the tree of cgroups, it gives the agent a part of it. */
function delegated(): string[] {
  const scope = ['systemd-run', '--scope', '--quiet', '--collect', '--property=Delegate=yes']
  return isSystemd() ? [...scope, '--description=Labs of unboxed', '--'] : []
}

/** As sd_booted(3) asks. */
function isSystemd(): boolean {
  return existsSync('/run/systemd/system')
}

import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { platform, release, userInfo } from 'node:os'
import type { Environment } from '../../cache/root.ts'
import { writeAtomically } from '../../cache/write.ts'
import type { Problem } from '../../problem.ts'
import { agentCommand, agentPath, busy, stateFolder } from '../agent-command.ts'
import { type AgentEnd, openAgent } from '../agent-process.ts'
import type { Machine } from '../machine.ts'
import { openConnections } from '../open-connections.ts'
import { slownessOf } from '../slowness.ts'
import { problem } from './problem.ts'
import { fileSystemAt, refusal, type ThisMachine, triesOpenTree } from './requirement.ts'

export interface LocalSettings {
  /** The bundle of the agent: dist/agent.cjs. */
  readonly agent: string
  /** The script that puts it apart: scripts/image/apart. */
  readonly apart: string
  readonly env: Environment
  /** Whether the user said that labs may use this very machine. */
  readonly thisMachine: boolean
  /** The program that runs the agent. Default: `node` in PATH. */
  readonly node?: string
  /** Where agents of this machine log what they do. Default: /run/unboxed. */
  readonly state?: string
  /** Replaces what would be found out about this machine. */
  readonly found?: Partial<ThisMachine>
}

/** Opens this very Linux as a machine, for one lab at a time. Rejects with the reason where labs must not or can't run. */
export async function openLocal(settings: LocalSettings): Promise<Machine> {
  const { env, node = 'node', state = stateFolder } = settings
  const problem = localRefusal(settings)
  if (problem) throw problem

  const apart = await readFile(settings.apart, 'utf8')
  const place = await putAgent(settings.agent, state)
  const systemd = existsSync('/run/systemd/system')
  const connections = openConnections()
  return {
    name: 'local',
    description: `this machine, Linux ${release()}`,
    jobs: 1,
    slowness: slownessOf(readFileSync('/proc/cpuinfo', 'utf8')),
    restored: false,
    disposable: false,
    open: async () => {
      const command = agentCommand({ node, apart, agent: place, state, systemd })
      return connections.add(Promise.resolve(openAgent(command, env, lostAs)))
    },
    close: () => connections.closeAll(),
  }
}

/** The first reason why labs must not or can't run on this machine; undefined where they may. */
export function localRefusal({
  env,
  thisMachine,
  found,
}: Pick<LocalSettings, 'env' | 'thisMachine' | 'found'>): Problem | undefined {
  return refusal({
    platform: platform(),
    uid: userInfo().uid,
    root: '',
    env,
    allowed: thisMachine,
    fileSystem: fileSystemAt,
    release: release(),
    hasOpenTree: triesOpenTree,
    ...found,
  })
}

/** Copies the agent to where the empty folders of a lab can't cover it, and returns its path there. */
async function putAgent(bundle: string, state: string): Promise<string> {
  const bytes = await readFile(bundle)
  const path = agentPath(bytes, state)
  if (!existsSync(path)) await writeAtomically(path, bytes)
  return path
}

const lostAs = (end: AgentEnd) =>
  end.code === busy ? problem('in-use', undefined) : problem('agent-lost', end)

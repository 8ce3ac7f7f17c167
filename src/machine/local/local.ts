import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { platform, release, userInfo } from 'node:os'
import type { Problem } from '../../problem.ts'
import { agentCommand, agentPath, busy, stateFolder } from '../agent-command.ts'
import { type AgentEnd, openAgent } from '../agent-process.ts'
import type { Connection, Machine } from '../machine.ts'
import { slownessOf } from '../slowness.ts'
import { problem } from './problem.ts'
import { fileSystemAt, refusal, type ThisMachine } from './requirement.ts'

export interface LocalSettings {
  /** The bundle of the agent: dist/agent.cjs. */
  readonly agent: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person said that labs may use this very machine. */
  readonly thisMachine: boolean
  /** The program that runs the agent; `node` of PATH unless said otherwise. */
  readonly node?: string
  /** Where agents of this machine note what they do; /run/unboxed unless said otherwise. */
  readonly state?: string
  /** What is otherwise found out about this machine. */
  readonly found?: Partial<ThisMachine>
}

/** This very Linux as a machine, one lab at a time. Rejects with the reason where labs must not or can't run. */
export async function openLocal(settings: LocalSettings): Promise<Machine> {
  const { env, node = 'node', state = stateFolder } = settings
  const problem = localRefusal(settings)
  if (problem) throw problem

  const place = putAgent(settings.agent, state)
  const systemd = existsSync('/run/systemd/system')
  const opened = new Set<Connection>()
  return {
    name: 'local',
    description: `this machine, Linux ${release()}`,
    jobs: 1,
    slowness: slownessOf(readFileSync('/proc/cpuinfo', 'utf8')),
    restored: false,
    async open() {
      const connection = openAgent(agentCommand({ node, agent: place, state, systemd }), env, lostAs)
      opened.add(connection)
      return connection
    },
    async close() {
      await Promise.all([...opened].map(connection => connection.close()))
    },
  }
}

/** The first reason why labs must not, or can't, run on this very machine; undefined where they may. */
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
    ...found,
  })
}

/** Puts the agent where a lab's empty folders can't cover it; gives its path there. */
function putAgent(bundle: string, state: string): string {
  const bytes = readFileSync(bundle)
  const path = agentPath(bytes, state)
  mkdirSync(state, { recursive: true })
  if (!existsSync(path)) writeFileSync(path, bytes)
  return path
}

const lostAs = (end: AgentEnd) =>
  end.code === busy ? problem('in-use', undefined) : problem('agent-lost', end)

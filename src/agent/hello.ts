import { existsSync, readFileSync } from 'node:fs'
import { hostname, machine, release } from 'node:os'
import { type Hello, protocolVersion } from '../protocol/message.ts'
import { type Agent, cgroupOf } from './agent.ts'
import { remainingWords } from './census/remaining.ts'

/** Describes the agent and its machine. */
export function hello(agent: Agent): Hello {
  const { base, leaf } = cgroupOf(agent)
  const enabled = readFileSync(`${base}/cgroup.subtree_control`, 'utf8')
  return {
    protocol: protocolVersion,
    pid: process.pid,
    host: agent.starter.host,
    node: process.versions.node,
    release: release(),
    architecture: machine(),
    hostname: hostname(),
    shell: existsSync('/bin/bash') ? 'bash' : 'sh',
    at: performance.now(),
    cgroup: { base, leaf, controllers: enabled.split(/\s/).filter(Boolean) },
    swept: agent.swept,
    remaining: remainingWords(agent),
  }
}

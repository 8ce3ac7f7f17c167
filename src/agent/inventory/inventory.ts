import { cgroupSettings } from '../../linux/cgroup-setting.ts'
import { kernelParameters } from '../../linux/kernel-parameter.ts'
import type { ProcessStat } from '../../linux/process-stat.ts'
import { type Inventory, mostCgroups } from '../../protocol/inventory.ts'
import { type Agent, cgroupOf } from '../agent.ts'
import { CallFailure } from '../call-error.ts'
import { outputOf } from '../census/survey.ts'
import { oldestProcesses } from '../process-list.ts'
import { isKernelThread, readIfThere } from '../process-table.ts'
import { poll } from '../wait.ts'
import { inventoryOf, type Known } from './record.ts'

/** Milliseconds that an inventory may take: a process's memory may be on a file system that never answers. */
const patience = 3_000

/** Reads the state of what labs work with. It is asked for after every command that somebody types. */
export async function inventory(agent: Agent): Promise<Inventory> {
  const { base, leaf } = cgroupOf(agent)
  const { rows, more } = await startedProcesses(agent)
  const relays = new Set(
    [...agent.started.values()].flatMap(({ terminal, running }) => (terminal ? [running.pid] : [])),
  )
  const { network, machine } = kernelParameters
  const files = [Object.keys(cgroupSettings), network, machine].map(names => names.join())
  const words = [base, leaf, mostCgroups, agent.starter.host, ...files]
  const output = await outputOf(
    agent.starter,
    'inventory',
    [...words, ...rows.map(({ pid }) => pid)],
    patience,
  )
  const known: Known = { base, more, rows: new Map(rows.map(row => [row.pid, row])), relays }
  const found = inventoryOf(output.toString('latin1'), known)
  if (found) return found
  throw new CallFailure({ errno: 'ETIMEDOUT', message: `the inventory did not finish within ${patience} ms` })
}

/** Milliseconds to wait for processes that have just been started. */
const startPatience = 500

/**
 * A process that a command has started may not have executed its program, or entered its namespaces, when the next prompt is printed. So
 * this waits until none that is younger than a second computes.
 */
async function startedProcesses(agent: Agent): Promise<Found> {
  const settled = await poll(startPatience, () => {
    const now = ticksPerSecond * Number.parseFloat(readIfThere('/proc/uptime') ?? '')
    const found = withoutHelpers(oldestProcesses(agent))
    const isStarting = ({ state, start }: ProcessStat) => 'RD'.includes(state) && now - start < ticksPerSecond
    return found.rows.some(isStarting) ? undefined : found
  })
  return settled ?? withoutHelpers(oldestProcesses(agent))
}

type Found = ReturnType<typeof oldestProcesses>

/** Without the programs that the kernel itself starts for a moment, such as modprobe. */
const withoutHelpers = ({ rows, more }: Found): Found => ({
  rows: rows.filter(({ parent }) => !isKernelThread(parent)),
  more,
})

/** USER_HZ, the unit of start times; it is the same on every architecture that Node runs on. */
const ticksPerSecond = 100

import type { Address } from '../address.ts'
import { Torn, UnsupportedKernel } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { type Controller, cgroupFiles, controllers } from './cgroup-file.ts'
import { type CpuUsage, cpuUsage } from './cpu-usage.ts'
import { hasFlag } from './css-flag.ts'
import { ring } from './ring.ts'

/** A cgroup, as the kernel's own structures show it. */
export interface Cgroup {
  /** Below the root of the hierarchy, which is `/`. */
  readonly path: string
  /** What its files say, by their names, without the newline at their ends: those files that are there and can be told from outside. */
  readonly files: Readonly<Record<string, string>>
  /** Files that may be there and cannot be told, each with what this kernel lacks for that. */
  readonly unsupported: Readonly<Record<string, string>>
  /** `usage_usec` of cpu.stat: microseconds. Absent for the root, which counts in another way, and where it is unsupported. */
  readonly cpuUsage?: number
}

/** A cgroup that is in memory. */
interface Node {
  readonly address: Address
  readonly path: string
  readonly children: Node[]
  /** Whether it was not removed. */
  readonly exists: boolean
}

/** More than a guest of 1 GiB has room for. */
const most = 100_000

/** All cgroups of the hierarchy of version 2, parents first. */
export function cgroupTree(kernel: Kernel): Cgroup[] {
  const nodes = nodesOf(kernel)
  const usage = usageOf(kernel, nodes)
  return nodes.filter(({ exists }) => exists).map(node => read(kernel, node, usage))
}

/** Every cgroup, parents first, with those that were removed and are still in memory. */
function nodesOf(kernel: Kernel): Node[] {
  const address = kernel.at(kernel.symbol('cgrp_dfl_root'), 'cgroup_root.cgrp')
  const nodes: Node[] = [{ address, path: '/', children: [], exists: true }]
  for (const { address, path, children } of nodes) {
    children.push(...childrenOf(kernel, address, path === '/' ? '' : path))
    nodes.push(...children)
    if (nodes.length > most) throw new Torn('the tree of cgroups has no end')
  }
  return nodes
}

function childrenOf(kernel: Kernel, cgroup: Address, path: string): Node[] {
  const states = ring(kernel, kernel.at(cgroup, 'cgroup.self.children'), 'cgroup_subsys_state.sibling')
  return states.map(state => {
    const address = kernel.follow(state, 'cgroup_subsys_state.cgroup')
    const name = kernel.textBehind(kernel.follow(address, 'cgroup.kn'), 'kernfs_node.name')
    return { address, path: `${path}/${name}`, children: [], exists: hasFlag(kernel, state, 'CSS_ONLINE') }
  })
}

/** Children first, since a cgroup has used what they have. Or what this kernel lacks for that. */
function usageOf(kernel: Kernel, nodes: readonly Node[]): ReadonlyMap<Node, CpuUsage> | string {
  const usage = new Map<Node, CpuUsage>()
  try {
    for (const node of nodes.slice(1).reverse()) {
      const children = node.children.flatMap(child => usage.get(child) ?? [])
      usage.set(node, cpuUsage(kernel, node.address, children))
    }
    return usage
  } catch (error) {
    if (error instanceof UnsupportedKernel) return error.missing
    throw error
  }
}

function read(kernel: Kernel, node: Node, usage: ReturnType<typeof usageOf>): Cgroup {
  const { path, address } = node
  const { files, unsupported } = filesOf(kernel, address, path === '/')
  if (typeof usage === 'string') return { path, files, unsupported: { ...unsupported, 'cpu.stat': usage } }
  const used = usage.get(node)?.used
  return { path, files, unsupported, ...(used !== undefined && { cpuUsage: Math.floor(used / 1000) }) }
}

function filesOf(kernel: Kernel, cgroup: Address, isRoot: boolean): Pick<Cgroup, 'files' | 'unsupported'> {
  const files: Record<string, string> = {}
  const unsupported: Record<string, string> = {}
  const structures = new Map<Controller, Address | undefined>()
  const structureFor = (controller: Controller) => {
    if (!structures.has(controller)) structures.set(controller, structureOf(kernel, cgroup, controller))
    return structures.get(controller)
  }
  for (const { name, controller, ofRoot, text } of cgroupFiles) {
    if (isRoot && !ofRoot) continue
    try {
      const structure = controller ? structureFor(controller) : cgroup
      const said = structure === undefined ? undefined : text(kernel, structure)
      if (said !== undefined) files[name] = said
    } catch (error) {
      if (!(error instanceof UnsupportedKernel)) throw error
      unsupported[name] = error.missing
    }
  }
  return { files, unsupported }
}

/** Undefined where the controller is not enabled. One that only serves another controller shows no files. */
function structureOf(kernel: Kernel, cgroup: Address, controller: Controller): Address | undefined {
  const [id, state] = controllers[controller]
  const part = kernel.pointerIn(cgroup, 'cgroup.subsys[]', kernel.enumerator(id))
  if (part === 0 || !hasFlag(kernel, part, 'CSS_VISIBLE')) return undefined
  return kernel.container(part, state)
}

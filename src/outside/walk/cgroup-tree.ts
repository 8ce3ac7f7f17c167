import type { Address } from '../address.ts'
import { Torn, UnsupportedKernel } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { type Controller, cgroupFiles, controllers } from './cgroup-file.ts'
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
}

/** More than a guest of 1 GiB has room for. */
const most = 100_000

/** All cgroups of the hierarchy of version 2, parents first. Those that were removed and are still in memory are left out. */
export function cgroupTree(kernel: Kernel): Cgroup[] {
  const root = kernel.at(kernel.symbol('cgrp_dfl_root'), 'cgroup_root.cgrp')
  const cgroups: Cgroup[] = []
  const waiting: { readonly address: Address; readonly path: string }[] = [{ address: root, path: '/' }]
  for (const { address, path } of waiting) {
    if (waiting.length > most) throw new Torn('the tree of cgroups has no end')
    cgroups.push({ path, ...filesOf(kernel, address, path === '/') })
    for (const child of childrenOf(kernel, address)) {
      const name = kernel.textBehind(kernel.follow(child, 'cgroup.kn'), 'kernfs_node.name')
      waiting.push({ address: child, path: `${path === '/' ? '' : path}/${name}` })
    }
  }
  return cgroups
}

function childrenOf(kernel: Kernel, cgroup: Address): Address[] {
  return ring(kernel, kernel.at(cgroup, 'cgroup.self.children'), 'cgroup_subsys_state.sibling')
    .filter(state => hasFlag(kernel, state, 'CSS_ONLINE'))
    .map(state => kernel.follow(state, 'cgroup_subsys_state.cgroup'))
}

function filesOf(kernel: Kernel, cgroup: Address, isRoot: boolean): Pick<Cgroup, 'files' | 'unsupported'> {
  const files: Record<string, string> = {}
  const unsupported: Record<string, string> = {}
  for (const { name, controller, ofRoot, text } of cgroupFiles) {
    if (isRoot && !ofRoot) continue
    try {
      const structure = controller ? structureOf(kernel, cgroup, controller) : cgroup
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

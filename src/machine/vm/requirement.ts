import type { Environment } from '../../cache/root.ts'
import { findProgram } from '../find-program.ts'
import { problem } from './problem.ts'

/** A program of the host that the virtual machine needs. */
export interface Requirement {
  readonly program: string
  /** The Debian package that has it. */
  readonly package: string
  readonly for: string
  /** Only while an image is built. */
  readonly building: boolean
}

/** All programs, in the order in which they are needed. */
export const requirements: readonly Requirement[] = [
  {
    program: 'qemu-system-x86_64',
    package: 'qemu-system-x86',
    for: 'runs the virtual machine',
    building: false,
  },
  { program: 'setpriv', package: 'util-linux', for: 'ends QEMU when the runner dies', building: false },
  { program: 'flock', package: 'util-linux', for: 'lets one runner build at a time', building: false },
  { program: 'mmdebstrap', package: 'mmdebstrap', for: "makes a tree of Debian's packages", building: true },
  { program: 'mke2fs', package: 'e2fsprogs', for: 'makes a disk of the tree', building: true },
]

/** Throws one problem that names every missing program and the commands that install them. */
export function requirePrograms(needed: readonly Requirement[], env: Environment): void {
  const missing = needed.filter(({ program }) => !findProgram(program, env))
  if (missing.length === 0) return
  throw problem('program-missing', {
    programs: missing.map(({ program }) => program),
    packages: [...new Set(missing.map(each => each.package))],
  })
}

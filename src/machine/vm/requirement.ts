import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Environment } from './paths.ts'
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

/** All programs, in the order in which a person would miss them. */
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

/** Where a program is, or undefined. Debian keeps mke2fs in /usr/sbin, which is not in everyone's PATH. */
export function findProgram(program: string, env: Environment): string | undefined {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/sbin']
  return folders.flatMap(folder => [join(folder, program), join(folder, `${program}.exe`)]).find(executable)
}

/** Throws one problem that names every missing program and the commands that install them. */
export function requirePrograms(needed: readonly Requirement[], env: Environment): void {
  const missing = needed.filter(({ program }) => !findProgram(program, env))
  if (missing.length === 0) return
  throw problem('program-missing', {
    programs: missing.map(({ program }) => program),
    packages: [...new Set(missing.map(each => each.package))],
  })
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run: the next folder
  }
}

import { cgroupFiles } from '../kernel/cgroup-file.ts'
import type { NamespaceWord, Step } from '../lab/lab.ts'
import type { Change } from './mutant.ts'
import { commands } from './shell/commands.ts'
import { cgroupWrite, groupOf } from './shell/limit-line.ts'

// What shows a change, and the check that an author can write to catch it. A check is only proposed where its expectation is known.

type Shown = Pick<Change, 'touches' | 'proposal'>

/** A limit of a cgroup, which a check would compare with what the author wrote. */
export function limitCheck(group: string | undefined, file: string, written: string): Shown {
  const touches = { subject: 'cgroup', fact: file } as const
  const value = expectedValue(file, written)
  if (group === undefined) return { touches }
  return {
    touches: { ...touches, key: `cgroup ${group}` },
    ...(value !== undefined && { proposal: `- {cgroup: ${group}, ${file}: ${value}}` }),
  }
}

/** In checks a share stands for both numbers of `cpu.max`, and `true` for 1; records in other forms have keys of their own. */
function expectedValue(file: string, written: string): string | undefined {
  const type = cgroupFiles[file]?.format.value.type
  if (type === 'flag') return written === '1' || written === 'true' ? 'true' : 'false'
  if (type === 'record' && !/^\d+(\.\d+)?%$/.test(written)) return undefined
  if (type === 'list' || type === 'map' || type === 'duration') return undefined
  return /^[\w.%-]+$/.test(written) ? written : undefined
}

/** The cgroup of the process that a step names, or of the shell that moves itself. */
export function memberCheck({ as, in: place, run }: Step): Shown {
  const name = as ?? place.shell
  const group = place.cgroup ?? commands(run).map(enteredGroup).find(Boolean)
  const touches = { subject: 'process', fact: 'cgroup' } as const
  if (name === undefined) return { touches }
  return {
    touches: { ...touches, key: `process ${name}` },
    ...(group !== undefined && { proposal: `- {process: ${name}, cgroup: ${group}}` }),
  }
}

function enteredGroup(command: string): string | undefined {
  const write = cgroupWrite(command)
  return write?.file === 'cgroup.procs' ? groupOf(write.group) : undefined
}

/** A namespace of the process that a step names. */
export function namespaceCheck(name: string | undefined, namespace: NamespaceWord): Shown {
  const touches = { subject: 'process', fact: 'namespaces' } as const
  if (name === undefined) return { touches }
  const link = namespace === 'mount' ? 'mnt' : namespace
  return {
    touches: { ...touches, key: `process ${name}` },
    proposal: `- {process: ${name}, namespaces: {${link}: own}}`,
  }
}

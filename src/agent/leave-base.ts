import { writeFileSync } from 'node:fs'
import type { Leftover } from '../protocol/message.ts'
import { errnoOf } from './call-error.ts'
import { below, directoriesIn, inDirectory } from './directory-tree.ts'
import type { Intent } from './intent-log.ts'
import { kill, killCgroup, membersOf } from './kill-cgroup.ts'
import { readable } from './path-bytes.ts'
import { processRow } from './process-table.ts'
import { removeCgroup } from './remove-cgroup.ts'
import type { Starter } from './starter.ts'
import { poll } from './wait.ts'

/** Reports a leftover that is being removed. */
export type Note = (leftover: Leftover) => void

/** Releases the cgroups that an agent claimed: empties them, moves this agent out if it is inside, and removes them. */
export async function leaveBase(
  starter: Starter,
  { base, leaf, home, made }: Extract<Intent, { did: 'claim' }>,
  timeout: number,
  note: Note,
): Promise<void> {
  const groups = (inDirectory(base, directoriesIn) ?? []).map(name => below(base, name))
  for (const group of groups.filter(path => String(path) !== leaf)) {
    note({ kind: 'cgroup', what: readable(group.toString('latin1')) })
    await killCgroup(group, timeout)
    await removeCgroup(group, timeout)
  }
  starter.close()
  await poll(timeout, () => {
    const others = membersOf(leaf).filter(pid => ![process.pid, starter.host].includes(pid))
    for (const pid of others) {
      note({ kind: 'process', what: `${processRow(pid)?.name ?? '?'} (pid ${pid})` })
      kill(pid)
    }
    return others.length === 0 ? true : undefined
  })
  // systemd removes its own units once their last process has ended.
  if (!made && membersOf(leaf).length > 0) return
  if (membersOf(leaf).length > 0) writeFileSync(`${home}/cgroup.procs`, '0', { flag: 'r+' })
  for (const group of made ? [leaf, base] : [leaf]) await removeIfThere(group, timeout)
}

async function removeIfThere(group: string, timeout: number): Promise<void> {
  try {
    await removeCgroup(group, timeout)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

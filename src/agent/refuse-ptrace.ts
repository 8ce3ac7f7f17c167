import { writeFileSync } from 'node:fs'
import type { Calls } from '../protocol/message.ts'
import { errnoOf } from './call-error.ts'

/**
 * Sets Yama's highest scope (Documentation/admin-guide/LSM/Yama.rst): no process may attach to another, and it cannot be lowered again.
 * Otherwise root in the machine could read and write the agent's memory, or take its channel (pidfd_getfd(2)) and answer in its place.
 */
export function refusePtrace(): Calls['refuse-ptrace']['answer'] {
  try {
    writeFileSync('/proc/sys/kernel/yama/ptrace_scope', '3', { flag: 'r+' })
    return { refused: true }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return { refused: false }
    throw error
  }
}

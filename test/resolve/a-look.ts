import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HandCommand, HandLook, HandProcess } from '../../src/evidence/hand.ts'

const status = readFileSync(join(import.meta.dirname, '../fixtures/kernel/proc/status'), 'utf8')

export const sleeping = (pid: number): HandProcess => ({
  pid,
  start: pid,
  parent: 1,
  cgroup: '/sys/fs/cgroup',
})

/** A look at these processes, each of which is a `sleep`. */
export const look = (at: number, ...pids: number[]): HandLook => ({
  at,
  processes: pids.map(sleeping),
  readings: pids.map(pid => ({
    source: `/proc/${pid}/status`,
    text: status.replace(/^((?:NSp|P)id:\t)[\d\t]+$/gm, `$1${pid}`),
  })),
})

/** The command of a step `one`. */
export const echo: HandCommand = {
  terminal: 1,
  step: 'one',
  line: 'echo one',
  startedAt: 4,
  endedAt: 5,
  output: 'one\n',
  status: 0,
}

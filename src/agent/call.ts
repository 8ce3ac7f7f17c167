import type { Calls, Do } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { mark } from './census/mark.ts'
import { settleAndName } from './census/name.ts'
import { census } from './census.ts'
import { clean } from './clean.ts'
import { append, makeDirectory, put, write } from './file.ts'
import { hello } from './hello.ts'
import { inventory } from './inventory/inventory.ts'
import { killCgroupCall } from './kill-cgroup.ts'
import { look } from './look.ts'
import { ping } from './ping.ts'
import { listProcesses } from './process-list.ts'
import { refusePtrace } from './refuse-ptrace.ts'
import { removeCgroupCall } from './remove-cgroup.ts'
import { renew } from './renew.ts'
import { start } from './start.ts'
import { endSection, signal, type } from './started.ts'
import { resize } from './terminal.ts'
import { terminalState } from './terminal-state.ts'

/** The implementation of each request. */
export const calls = {
  hello,
  ping,
  renew,
  'refuse-ptrace': refusePtrace,
  'make-directory': makeDirectory,
  write,
  put,
  append,
  look,
  start,
  type,
  'end-section': endSection,
  settle: settleAndName,
  signal,
  'kill-cgroup': killCgroupCall,
  'remove-cgroup': removeCgroupCall,
  census,
  mark,
  clean,
  resize,
  terminal: terminalState,
  processes: listProcesses,
  inventory,
} satisfies {
  [D in Do]: (agent: Agent, ask: Calls[D]['ask']) => Calls[D]['answer'] | Promise<Calls[D]['answer']>
}

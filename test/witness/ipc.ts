import type { Witness } from './witness.ts'

/** ipcs(1), run where a process is: a line for each object. */
export const ipcsInside: Witness['ask'] = ({ pid }) =>
  ['-m', '-s', '-q'].map(kind => `nsenter --target ${pid} --ipc ipcs ${kind} | grep -c ^0x;`).join(' ')

export const readIpcCounts: Witness['read'] = answer => {
  const [shared_memory = -1, semaphores = -1, queues = -1] = answer.trim().split(/\s+/).map(Number)
  return { shared_memory, semaphores, queues }
}

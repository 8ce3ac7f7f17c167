import { countEntries } from './count.ts'
import type { Fact } from './fact.ts'
import { type Part, partsFact } from './parts-fact.ts'

/** What a process sees of System V IPC: each IPC namespace has tables of its own. */
export const ipcFact: Fact = partsFact(
  { shared_memory: sysvipc('shm'), semaphores: sysvipc('sem'), queues: sysvipc('msg') },
  {
    means: 'How many System V shared memory segments, semaphore sets and message queues it sees.',
    manual: 'ipc_namespaces(7)',
  },
)

function sysvipc(name: string): Part {
  return {
    value: { type: 'count' },
    source: {
      read: 'file',
      path: `/proc/sysvipc/${name}`,
      inside: { pid: '{pid}', namespaces: ['ipc'] },
    },
    parse: countEntries,
  }
}

import type { MachineRecord } from '../../src/evidence/evidence.ts'

/** A machine in which something was done by hand. */
export const machine: MachineRecord = {
  name: 'vm',
  description: 'a VM',
  release: '6.12.0',
  node: '20.19.2',
  cgroup: '/sys/fs/cgroup',
  controllers: [],
}

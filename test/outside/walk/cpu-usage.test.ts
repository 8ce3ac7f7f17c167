import t from 'tap'
import { cpuUsage } from '../../../src/outside/walk/cpu-usage.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

t.test('what was not yet added up counts: of each processor, and of each child', async t => {
  const { make, set, kernel, cpuAreas } = syntheticGuest()
  const cgroup = make()
  set(cgroup, 'cgroup.bstat.cputime.sum_exec_runtime', 1000)
  set(cgroup, 'cgroup.last_bstat.cputime.sum_exec_runtime', 700)
  set(cgroup, 'cgroup.rstat_cpu', 0x200)
  cpuAreas.forEach((area, cpu) => {
    set(area + 0x200, 'cgroup_rstat_cpu.bstat.cputime.sum_exec_runtime', 50 * (cpu + 1))
    set(area + 0x200, 'cgroup_rstat_cpu.last_bstat.cputime.sum_exec_runtime', 20)
  })
  t.same(cpuUsage(kernel(), cgroup, []), { used: 1000 + 30 + 80, told: 700 })
  const children = [
    { used: 500, told: 500 },
    { used: 90, told: 50 },
  ]
  t.same(cpuUsage(kernel(), cgroup, children), { used: 1110 + 40, told: 700 })
})

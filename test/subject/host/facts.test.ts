import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts } from '../../../src/subject/host/facts.ts'
import { recorded } from '../../kernel/fixture.ts'

const read = (name: string, file: string) => facts[name]?.parse([recorded(file)], { pid: 1 })

t.test('the machine', async t => {
  t.match(read('release', 'host/osrelease'), /^6\.12\./)
  t.ok(Number(read('processes', 'host/list')) > 30)
  t.ok((read('controllers', 'root-cgroup/cgroup.controllers') as string[]).includes('pids'))
  t.equal(read('memory', 'host/meminfo'), 990_148 * 1024)
  t.equal(read('memory_available', 'host/meminfo'), 807_524 * 1024)
  t.equal(read('cpus', 'host/cpu-online'), 1)
  t.equal(read('uptime', 'host/uptime'), 210_340)
  const used = ['shm', 'sem', 'msg'].map(kind => recorded(`proc/sysvipc-${kind}-used`))
  t.same(facts.ipc?.parse(used, {}), { shared_memory: 1, semaphores: 1, queues: 1 })
})

t.test('other texts are unreadable', async t => {
  for (const name of ['memory', 'uptime', 'processes'])
    t.throws(() => facts[name]?.parse(['what'], {}), Unreadable, name)
})

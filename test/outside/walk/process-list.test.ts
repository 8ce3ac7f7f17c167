import t from 'tap'
import { processList } from '../../../src/outside/walk/process-list.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putProcess, putSurroundings, putTasks } from '../synthetic/put.ts'

t.test('processes are listed in the order of the kernel; half ones are counted', async t => {
  const guest = syntheticGuest()
  const around = putSurroundings(guest)
  t.same(processList(guest.kernel()), { processes: [], torn: 0 })
  const tasks = [1, 5, 3].map(pid => putProcess(guest, around, { pids: [pid] }))
  putTasks(guest, tasks)
  const pidsNow = () => processList(guest.kernel()).processes.map(({ pid }) => pid)
  t.same(pidsNow(), [1, 5, 3])
  guest.point(tasks[1] as number, 'task_struct.thread_pid', 0)
  t.same(pidsNow(), [1, 3])
  t.equal(processList(guest.kernel()).torn, 1)
})

t.test('what this kernel lacks stops the walk', async t => {
  const guest = syntheticGuest({ without: ['cred.euid'] })
  const around = putSurroundings(guest)
  putTasks(guest, [putProcess(guest, around, { pids: [1] })])
  t.throws(() => processList(guest.kernel()), { name: 'UnsupportedKernel', missing: 'cred.euid' })
})

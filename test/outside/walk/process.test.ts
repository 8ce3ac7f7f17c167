import t from 'tap'
import { readProcess } from '../../../src/outside/walk/process.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { type PutProcess, putProcess, putSurroundings } from '../synthetic/put.ts'

const guest = syntheticGuest()
const around = putSurroundings(guest)
const put = (process: PutProcess) => putProcess(guest, around, process)
const read = (task: number) => readProcess(guest.kernel(), task, () => '/box')

t.test('a process is read from its structures', async t => {
  const parent = put({ pids: [7] })
  const task = put({
    pids: [412, 5, 1],
    parent,
    groups: [4, 24],
    task: {
      'task_struct.comm': 'sleep\0\0',
      'task_struct.__state': 1,
      'task_struct.start_boottime': 12_349_999_999,
      'task_struct.atomic_flags': 0b101,
      'task_struct.seccomp.mode': 2,
    },
    signal: { 'signal_struct.nr_threads': 3, 'signal_struct.oom_score_adj': -500 },
    cred: {
      'cred.uid': 1000,
      'cred.euid': 1001,
      'cred.suid': 1002,
      'cred.fsuid': 1003,
      'cred.gid': 100,
      'cred.egid': 101,
      'cred.sgid': 102,
      'cred.fsgid': 103,
      'cred.cap_permitted': 0x3ff,
      'cred.cap_effective': 0x1ff_ffff_ffff,
      'cred.cap_ambient': 1,
    },
  })
  t.same(read(task), {
    pid: 412,
    pids: [412, 5, 1],
    parent: 7,
    name: 'sleep',
    state: 'S',
    start: 1234,
    threads: 3,
    kernel: false,
    uid: { real: 1000, effective: 1001, saved: 1002, filesystem: 1003 },
    gid: { real: 100, effective: 101, saved: 102, filesystem: 103 },
    groups: [4, 24],
    capabilities: {
      permitted: '00000000000003ff',
      effective: '000001ffffffffff',
      inheritable: '0000000000000000',
      bounding: '0000000000000000',
      ambient: '0000000000000001',
    },
    noNewPrivs: true,
    seccomp: 2,
    oomScoreAdj: -500,
    namespaces: {
      cgroup: 'cgroup:[4026531835]',
      ipc: 'ipc:[4026531839]',
      mnt: 'mnt:[4026531841]',
      net: 'net:[4026531840]',
      time: 'time:[4026531834]',
      uts: 'uts:[4026531838]',
      pid: 'pid:[4026531836]',
      user: 'user:[4026531837]',
    },
    hostname: 'guest',
    cgroup: '/box',
  })
})

t.test('a kernel thread is told from a process', async t => {
  t.equal(read(put({ pids: [2], task: { 'task_struct.flags': 0x208040 } })).kernel, true)
})

t.test('a zombie has given up most namespaces and its host name', async t => {
  const zombie = read(put({ pids: [9], proxy: 0, task: { 'task_struct.exit_state': 0x20 } }))
  t.equal(zombie.state, 'Z')
  t.same(Object.keys(zombie.namespaces).sort(), ['pid', 'user'])
  t.notOk('hostname' in zombie)
})

t.test('a process that is half there is torn', async t => {
  const torn = { name: 'Torn' }
  const broken = (change: (task: number) => void) => {
    const task = put({ pids: [20] })
    change(task)
    return task
  }
  const { point, set, kernel } = guest
  const pidOf = (task: number) => kernel().follow(task, 'task_struct.thread_pid')
  const credOf = (task: number) => kernel().follow(task, 'task_struct.real_cred')
  const cases: Record<string, (task: number) => void> = {
    'it has lost its number': task => point(task, 'task_struct.thread_pid', 0),
    'its number is of another': task => set(task, 'task_struct.tgid', 21),
    'its number has too many levels': task => set(pidOf(task), 'pid.level', 2 ** 31),
    'it is in too many groups': task =>
      set(kernel().follow(credOf(task), 'cred.group_info'), 'group_info.ngroups', 2 ** 31),
    'a pointer leads out of memory': task => point(task, 'task_struct.signal', 0x8880_7000_0000),
    'a pointer is none': task => set(task, 'task_struct.cgroups', 0x6b6b6b6b),
    'its namespace has no number': task => point(credOf(task), 'cred.user_ns', guest.make()),
  }
  for (const [how, change] of Object.entries(cases)) t.throws(() => read(broken(change)), torn, how)
})

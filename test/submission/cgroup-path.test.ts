import t from 'tap'
import { withPathsIn, withUsualPaths } from '../../src/submission/cgroup-path.ts'

const scope = '/sys/fs/cgroup/system.slice/run-r1.scope'

t.test(
  'paths of cgroups are handed in as the embedded VM has them, and typed as the machine has them',
  async t => {
    for (const [typed, handedIn] of [
      [`mkdir ${scope}/mine`, 'mkdir /sys/fs/cgroup/mine'],
      [`cd ${scope}; rmdir mine`, 'cd /sys/fs/cgroup; rmdir mine'],
      [`echo 1>${scope}/mine/cgroup.freeze`, 'echo 1>/sys/fs/cgroup/mine/cgroup.freeze'],
      [`ls "${scope}"/*`, 'ls "/sys/fs/cgroup"/*'],
      [`cat ${scope}/{a,b}/pids.max`, 'cat /sys/fs/cgroup/{a,b}/pids.max'],
      [`cat ${scope}/$name/pids.max`, 'cat /sys/fs/cgroup/$name/pids.max'],
    ] as const) {
      t.equal(withUsualPaths(typed, scope), handedIn, typed)
      t.equal(withPathsIn(handedIn, scope), typed, handedIn)
      t.equal(withPathsIn(typed, scope), typed, 'once')
    }
  },
)

t.test('other paths stay as they are', async t => {
  for (const line of [
    'ls /mnt/sys/fs/cgroup /sys/fs/cgroup2',
    'cat /sys/fs/cgroup$(mine)/pids.max',
    'ls /sys/fs',
  ]) {
    t.equal(withUsualPaths(line, scope), line)
    t.equal(withPathsIn(line, scope), line)
  }
  t.equal(withUsualPaths('ls /sys/fs/cgroup/init.scope', scope), 'ls /sys/fs/cgroup/init.scope')
  t.equal(withUsualPaths(`ls ${scope}2`, scope), `ls ${scope}2`)
})

t.test('the embedded VM has the usual paths', async t => {
  const line = 'mkdir /sys/fs/cgroup/mine'
  t.equal(withUsualPaths(line, '/sys/fs/cgroup'), line)
  t.equal(withPathsIn(line, '/sys/fs/cgroup'), line)
})

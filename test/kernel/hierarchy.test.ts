import t from 'tap'
import { hierarchyOf } from '../../src/kernel/hierarchy.ts'
import { cgroup2Magic } from '../../src/linux/file-system.ts'
import { recorded } from './fixture.ts'

const unified = {
  filesystems: recorded('host/filesystems'),
  mountinfo: recorded('host/mountinfo'),
  magic: cgroup2Magic,
  controllers: recorded('root-cgroup/cgroup.controllers'),
}
const hybrid = {
  filesystems: recorded('hybrid/filesystems'),
  mountinfo: recorded('hybrid/mountinfo'),
  magic: 0x01021994,
  controllers: recorded('hybrid/cgroup.controllers'),
}
const without = (text: string, pattern: RegExp) =>
  text
    .split('\n')
    .filter(line => !pattern.test(line))
    .join('\n')

t.test('a machine with cgroup v2 alone has no trouble', async t => {
  const hierarchy = hierarchyOf(unified)
  t.match(hierarchy, { kind: 'unified', root: '/sys/fs/cgroup', legacy: [] })
  t.ok(hierarchy.controllers.includes('memory'))
  t.equal(hierarchy.trouble, undefined)
})

t.test('a hybrid machine: the controllers are held by v1, and the message names them', async t => {
  const hierarchy = hierarchyOf(hybrid)
  t.match(hierarchy, { kind: 'hybrid', root: '/sys/fs/cgroup/unified', controllers: ['hugetlb'] })
  t.same(hierarchy.legacy, ['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids'])
  t.match(hierarchy.trouble?.what, /hybrid.*\/sys\/fs\/cgroup\/unified.*memory/)
})

t.test('v1 alone, and nothing at all', async t => {
  const legacy = hierarchyOf({ ...hybrid, mountinfo: without(hybrid.mountinfo, / - cgroup2 /) })
  t.match(legacy, { kind: 'legacy', trouble: { what: /only cgroup v1/ } })
  t.notOk('root' in legacy)
  const none = hierarchyOf({ ...unified, mountinfo: without(unified.mountinfo, / - cgroup2 /) })
  t.match(none, { kind: 'none', trouble: { what: /not mounted/, remedy: /^mount -t cgroup2/ } })
})

t.test('statfs overrules the list of mounts', async t => {
  t.equal(hierarchyOf({ ...unified, magic: 0x01021994 }).kind, 'none')
})

t.test('read-only, elsewhere, without controllers, a kernel without it', async t => {
  const changed = (from: string | RegExp, to: string) =>
    hierarchyOf({ ...unified, mountinfo: unified.mountinfo.replace(from, to) })
  t.match(changed('/sys/fs/cgroup rw', '/sys/fs/cgroup ro').trouble, { what: /read-only/ })
  t.match(changed('/sys/fs/cgroup rw', '/mnt rw').trouble, { what: /on \/mnt instead/ })
  t.match(hierarchyOf({ ...unified, controllers: '' }).trouble, { what: /no controllers/ })
  const filesystems = without(unified.filesystems, /cgroup2/)
  t.match(hierarchyOf({ ...unified, filesystems }).trouble, { what: /no cgroup v2/ })
})

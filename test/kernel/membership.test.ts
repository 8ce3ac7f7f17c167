import t from 'tap'
import { parseMemberships, pathBelow, unifiedPath } from '../../src/kernel/membership.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('the path in cgroup v2', async t => {
  t.equal(unifiedPath(recorded('proc/cgroup')), '/mygroup')
  t.equal(unifiedPath(recorded('proc/cgroup-deleted')), '/gone (deleted)')
  t.equal(unifiedPath(recorded('proc/cgroup-outside')), '/../agent')
})

t.test('a hybrid machine has both', async t => {
  const text = recorded('hybrid/cgroup')
  t.equal(parseMemberships(text).length, 10)
  t.same(parseMemberships(text)[0], { hierarchy: 9, controllers: ['name=systemd'], path: '/' })
  t.equal(unifiedPath(text), '/')
})

t.test('without a line of cgroup v2 it is unreadable', async t => {
  t.throws(() => unifiedPath('4:memory:/\n'), Unreadable)
  t.throws(() => unifiedPath('what'), Unreadable)
})

t.test('a path as a lab names it', async t => {
  t.equal(pathBelow('/mygroup', '/sys/fs/cgroup'), 'mygroup')
  t.equal(pathBelow('/mygroup', '/sys/fs/cgroup/'), 'mygroup')
  t.equal(pathBelow('/unboxed/a/b', '/sys/fs/cgroup/unboxed'), 'a/b')
  t.equal(pathBelow('/unboxed', '/sys/fs/cgroup/unboxed'), '/unboxed')
  t.equal(pathBelow('/unboxed2/a', '/sys/fs/cgroup/unboxed'), '/unboxed2/a')
  t.equal(pathBelow('/', '/sys/fs/cgroup'), '/')
  t.equal(pathBelow('/mygroup', undefined), '/mygroup')
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type CgroupWorld, claimBase, labCgroup } from '../../src/agent/cgroup-base.ts'
import type { Intent, IntentLog } from '../../src/agent/intent-log.ts'
import { cgroup2Magic as cgroup2, tmpfsMagic as tmpfs } from '../../src/linux/file-system.ts'
import type { CgroupTrouble } from '../../src/protocol/message.ts'
import { failing } from './failing.ts'

const ext4 = 0xef53

function world(found: Partial<CgroupWorld>): CgroupWorld {
  return { root: '/sys/fs/cgroup', own: '0::/\n', fileSystem: () => cgroup2, delegated: false, ...found }
}

function logOf(intents: Intent[]): IntentLog {
  return { intents, add: intent => void intents.push(intent) } as IntentLog
}

t.test('where there is no cgroup v2, the true cause is named and nothing is touched', async t => {
  const intents: Intent[] = []
  const types = (...known: [string, number][]) => ({ fileSystem: (path: string) => new Map(known).get(path) })
  const [root, beside] = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']
  const cases: [Partial<CgroupWorld>, call: { code: CgroupTrouble; path: string }][] = [
    [types([root, tmpfs], [beside, cgroup2]), { code: 'cgroup-hybrid', path: beside }],
    [types([root, tmpfs]), { code: 'cgroup-legacy', path: root }],
    [types([root, ext4]), { code: 'cgroup-not-mounted', path: root }],
    [types(), { code: 'cgroup-not-mounted', path: root }],
  ]
  for (const [found, call] of cases)
    t.throws(() => claimBase(world(found), logOf(intents)), failing(call), call.code)
  t.same(intents, [])
})

t.test('the place that the init of a machine of ours has made is used as it is', async t => {
  const root = t.testdir({ 'cgroup.subtree_control': 'cpu memory pids\n', agent: { 'cgroup.procs': '' } })
  const intents: Intent[] = []
  const claimed = claimBase(world({ root, own: '0::/agent\n' }), logOf(intents))
  t.same(claimed, { base: root, leaf: join(root, 'agent') })
  t.same(intents, [], 'nothing was made, so there is nothing to take back')
})

t.test('what is to be made is noted before it is', async t => {
  const root = t.testdir({ 'cgroup.subtree_control': '' })
  const intents: Intent[] = []
  const fileSystem = (path: string) => (path === root ? cgroup2 : undefined)
  // No real cgroupfs: the new directory stays without files, and that is where it ends.
  t.throws(() => claimBase(world({ root, own: '0::/user/shell\n', fileSystem }), logOf(intents)))
  const base = join(root, 'unboxed')
  t.same(intents, [{ did: 'claim', base, leaf: `${base}/agent`, home: `${root}/user/shell`, made: true }])
})

t.test('a place that is taken is left alone', async t => {
  const root = t.testdir({ 'cgroup.subtree_control': '', unboxed: {} })
  mkdirSync(join(root, `unboxed-${process.pid}`))
  t.throws(() => claimBase(world({ root }), logOf([])), failing({ code: 'cgroup-taken' }))
})

t.test('only what is below the base, and not the agent, is a cgroup of a lab', async t => {
  const claimed = { base: '/cg', leaf: '/cg/agent' }
  for (const path of ['/cg/a', '/cg/a/b', '/cg/agent2', '/cg/a/']) {
    t.equal(labCgroup(claimed, path), path.replace(/\/$/, ''))
  }
  for (const path of ['/cg', '/cg/', '/cg/agent', '/cg/agent/x', '/cg/x/../agent', '/other', '/cg/..', '']) {
    t.throws(() => labCgroup(claimed, path), failing({ errno: 'EPERM' }), path)
  }
})

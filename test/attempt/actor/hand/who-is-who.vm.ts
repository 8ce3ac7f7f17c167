import t from 'tap'
import { openVm } from '../../../../src/machine/vm/vm.ts'
import { useOwnCache } from '../../../machine/vm/own-cache.ts'
import { vmSettings } from '../../../machine/vm/settings.ts'
import { attempted, labOf, typing } from './by-hand.ts'

await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

/** A process of which six things are asked. */
const own = {
  id: 'box',
  as: 'box',
  expect: [
    { process: 'box', namespaces: { uts: 'own', ipc: 'own', net: 'own' } },
    { process: 'box', cgroup: 'group', oom_score_adj: 500 },
  ],
}

const group = 'mkdir /sys/fs/cgroup/group'
/** Starts a process with all of the six or, without one word, with all but one. */
const process = (without?: string) => {
  const words = ['--uts', '--ipc', '--net'].filter(word => word !== without).join(' ')
  const enter = without === 'group' ? '' : 'echo 0 > /sys/fs/cgroup/group/cgroup.procs; '
  const score = without === 'score' ? '' : 'echo 500 > /proc/self/oom_score_adj; '
  return `( ${enter}${score}exec unshare ${words} sleep 1000 ) &`
}

const decoys = ['--uts', '--ipc', '--net', 'group', 'score'].flatMap(without => [without, without])

t.test('ten processes that each lack one thing are not the one', async t => {
  const lines = [group, ...decoys.map(process)]
  const { outcomes, again, evidence } = await attempted(labOf([own]), typing({ box: lines }), vm)
  t.ok(Object.values(outcomes).includes('fail'), JSON.stringify(outcomes))
  t.same(again, outcomes)
  t.ok((evidence.hand?.looks.at(-1)?.processes.length ?? 0) >= 10)
})

t.test('one more that has everything is', async t => {
  const lines = [group, ...decoys.map(process), process(), process('group')]
  const { outcomes, again, verdicts } = await attempted(labOf([own]), typing({ box: lines }), vm)
  t.same(outcomes, { 'box/1': 'pass', 'box/2': 'pass' })
  t.same(again, outcomes)
  t.match(verdicts[0]?.subject, /^process box \(pid \d+\)$/)
})

t.test(
  'a command that ends in a shell is not the end of the shell, though it has all that the shell has',
  async t => {
    const lab = labOf([
      { id: 'box', as: 'box', expect: [{ process: 'box', namespaces: { uts: 'own' } }] },
      { id: 'end', expect: [{ process: 'box', exists: false, depends: 'box/1' }] },
    ])
    const brief = ['sleep 1.5', 'sleep 1.5']
    const box = ['unshare --uts bash']
    const inside = await attempted(lab, typing({ box, end: brief }), vm)
    t.ok(
      inside.evidence.hand?.looks.some(({ processes }) => processes.length > 3),
      'they were seen',
    )
    t.same(inside.outcomes, { 'box/1': 'pass', 'end/1': 'fail' })
    t.same(inside.again, inside.outcomes)
    const ended = await attempted(lab, typing({ box, end: [...brief, 'exit'] }), vm)
    t.same(ended.outcomes, { 'box/1': 'pass', 'end/1': 'pass' })
    const more = await attempted(lab, typing({ box: [...box, 'sleep 1000 &'], end: ['exit'] }), vm)
    t.same(more.outcomes, { 'box/1': 'pass', 'end/1': 'pass' }, 'what it leaves running is not in the way')
  },
)

t.test('two names are found together', async t => {
  const lab = labOf([
    { id: 'first', as: 'first', expect: [{ process: 'first', namespaces: { net: 'own' } }] },
    {
      id: 'pair',
      as: 'second',
      expect: [
        { process: 'first', namespaces: { uts: 'own' } },
        { process: 'second', namespaces: { net: { 'same-as': 'first' }, uts: 'shared' } },
        { process: { 'child-of': 'second' }, command: 'sleep 333' },
      ],
    },
  ])
  const shared = (net: string) => [
    `unshare --net --uts sleep ${net} &`,
    'first=$!; sleep 0.3',
    `nsenter --target $first --net sh -c 'sleep 333; true' &`,
  ]
  const wrong = await attempted(
    lab,
    typing({ first: [...shared('1111').slice(0, 2), 'unshare --net sh -c "sleep 333; true" &'] }),
    vm,
  )
  t.equal(wrong.outcomes['first/1'], 'pass')
  t.ok(Object.values(wrong.outcomes).includes('fail'), JSON.stringify(wrong.outcomes))
  const right = await attempted(
    lab,
    typing({ first: ['unshare --net --uts sleep 2222 &'], pair: shared('1111') }),
    vm,
  )
  t.same(right.outcomes, { 'first/1': 'pass', 'pair/1': 'pass', 'pair/2': 'pass', 'pair/3': 'pass' })
})

t.test('the login shell is meant only once it has moved', async t => {
  const lab = labOf([
    { id: 'enter', as: 'shell', expect: [{ process: 'shell', cgroup: 'mine', name: 'bash' }] },
  ])
  const mine = 'mkdir /sys/fs/cgroup/mine'
  const stays = await attempted(
    labOf([{ id: 'any', as: 'shell', expect: [{ process: 'shell', exists: true }] }]),
    typing({ any: ['true'] }),
    vm,
  )
  t.same(stays.outcomes, { 'any/1': 'fail' })
  const moved = await attempted(
    lab,
    typing({ enter: [mine, 'echo $$ > /sys/fs/cgroup/mine/cgroup.procs'] }),
    vm,
  )
  t.same(moved.outcomes, { 'enter/1': 'pass' })
})

t.test('a process that was killed is missed, and its end is seen', async t => {
  const lab = labOf([
    { id: 'box', as: 'box', expect: [{ process: 'box', command: 'sleep 444' }] },
    { id: 'still', expect: [{ process: 'box', exists: true }] },
    { id: 'end', expect: [{ process: 'box', exists: false, depends: 'box/1' }] },
  ])
  const { outcomes } = await attempted(lab, typing({ box: ['sleep 444 &'], still: [], end: ['kill $!'] }), vm)
  t.same(outcomes, { 'box/1': 'pass', 'still/1': 'pass', 'end/1': 'pass' })
  const early = await attempted(
    lab,
    typing({ box: ['sleep 444 &'], still: ['kill ${box.pid}'], end: [] }),
    vm,
  )
  t.same(early.outcomes, { 'box/1': 'pass', 'still/1': 'fail', 'end/1': 'pass' })
})

import t from 'tap'
import { asNeeded } from '../../src/attempt/actor/as-needed.ts'
import type { BoundSource, Look } from '../../src/protocol/message.ts'

const path = '/sys/fs/cgroup/p/a'

/** What is enabled in a group that offers some controllers and hands some of them down. */
async function enabled(
  group: { available: string; enabled: string; made?: string[] },
  needed: string[],
  controllers = ['cpu', 'io', 'memory'],
): Promise<string[] | undefined> {
  const files: Record<string, string> = {
    [`${path}/cgroup.controllers`]: `${group.available}\n`,
    [`${path}/cgroup.subtree_control`]: `${group.enabled}\n`,
  }
  const look = async (sources: BoundSource[]): Promise<Look[]> =>
    sources.map(source => ({ text: ('path' in source && files[source.path]) || '' }))
  const operation = await asNeeded(
    { op: 'enable-controllers', path, controllers, needed },
    { made: new Set(group.made ?? []), look, cgroup: '/sys/fs/cgroup' },
  )
  return operation?.op === 'enable-controllers' ? [...operation.controllers] : undefined
}

t.test('where the plan has made all groups, it is carried out as it is', async t => {
  const fresh = { available: 'cpu memory', enabled: '', made: ['/sys/fs/cgroup/p', path] }
  t.same(await enabled(fresh, []), ['cpu', 'io', 'memory'])
  t.equal(await enabled(fresh, ['cpu'], []), undefined, 'and a later step changes nothing')
})

t.test(
  'a new group below one that was there hands down what it has, and what is needed in any case',
  async t => {
    const below = { available: 'cpu memory', enabled: '', made: [path] }
    t.same(await enabled(below, []), ['cpu', 'memory'])
    t.same(await enabled(below, ['io']), ['cpu', 'io', 'memory'])
  },
)

t.test('one that was there hands down what is needed and is not enabled yet', async t => {
  const old = { available: 'cpu io memory', enabled: 'memory' }
  t.same(await enabled(old, ['cpu', 'memory']), ['cpu'])
  t.same(await enabled(old, ['cpu', 'memory'], []), ['cpu'], 'for a later step, too')
  t.equal(await enabled(old, ['memory']), undefined)
  t.equal(await enabled(old, []), undefined)
})

t.test('other operations are done as planned', async t => {
  const operation = { op: 'make-cgroup', path } as const
  const session = { made: new Set<string>(), look: async () => [], cgroup: '/sys/fs/cgroup' }
  t.equal(await asNeeded(operation, session), operation)
})

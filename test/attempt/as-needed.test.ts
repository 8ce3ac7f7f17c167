import t from 'tap'
import { asNeeded } from '../../src/attempt/actor/as-needed.ts'
import type { BoundSource, Look } from '../../src/protocol/message.ts'

const path = '/sys/fs/cgroup/a'

/** What is enabled in a group that offers some controllers and hands some of them down. */
async function enabled(
  group: { available: string; enabled: string; isNew?: boolean },
  needed: string[],
): Promise<string[] | undefined> {
  const files: Record<string, string> = {
    [`${path}/cgroup.controllers`]: `${group.available}\n`,
    [`${path}/cgroup.subtree_control`]: `${group.enabled}\n`,
  }
  const look = async (sources: BoundSource[]): Promise<Look[]> =>
    sources.map(source => ({ text: ('path' in source && files[source.path]) || '' }))
  const operation = await asNeeded(
    { op: 'enable-controllers', path, controllers: ['cpu', 'io', 'memory'], needed },
    { made: new Set(group.isNew ? [path] : []), look },
  )
  return operation?.op === 'enable-controllers' ? [...operation.controllers] : undefined
}

t.test('a new group hands down all that it has, and what is needed even if it has it not', async t => {
  const fresh = { available: 'cpu memory', enabled: '', isNew: true }
  t.same(await enabled(fresh, []), ['cpu', 'memory'])
  t.same(await enabled(fresh, ['io']), ['cpu', 'io', 'memory'])
})

t.test('one that was there hands down what is needed and is not enabled yet', async t => {
  const old = { available: 'cpu io memory', enabled: 'memory' }
  t.same(await enabled(old, ['cpu', 'memory']), ['cpu'])
  t.equal(await enabled(old, ['memory']), undefined)
  t.equal(await enabled(old, []), undefined)
})

t.test('other operations are done as planned', async t => {
  const operation = { op: 'make-cgroup', path } as const
  t.equal(await asNeeded(operation, { made: new Set(), look: async () => [] }), operation)
})

import t from 'tap'
import { Torn, UnsupportedKernel } from '../../../src/outside/failure.ts'
import { partsOf } from '../../../src/outside/walk/parts.ts'

t.test('what this kernel lacks is named, and hides nothing else', async t => {
  const parts = partsOf<{ name: string; size: number; owner: string }>({
    name: () => 'box',
    size: () => {
      throw new UnsupportedKernel('box.size')
    },
    owner: () => undefined,
  })
  t.same(parts, { told: { name: 'box' }, unsupported: { size: 'box.size' } })
})

t.test('what is torn is torn as a whole', async t => {
  const torn = () => {
    throw new Torn('a list')
  }
  t.throws(() => partsOf<{ name: string }>({ name: torn }), { name: 'Torn' })
})

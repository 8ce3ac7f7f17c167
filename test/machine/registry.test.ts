import t from 'tap'
import { kindOptions } from '../../src/machine/registry.ts'

t.test('an option is written with dashes', async t => {
  t.match(
    kindOptions.find(({ key }) => key === 'thisMachine'),
    { name: 'local', flag: '--this-machine' },
  )
})

t.test('no two kinds have an option of the same name', async t => {
  const flags = kindOptions.map(({ flag }) => flag)
  t.same(flags, [...new Set(flags)])
})

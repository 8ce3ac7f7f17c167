import t from 'tap'
import type { Runner } from '../../src/machine/kind.ts'
import { machineNames, machines } from '../../src/machine/registry.ts'

const runner: Runner = {
  env: { PATH: '/nowhere', HOME: '/nowhere' },
  root: process.cwd(),
  platform: process.platform,
  architecture: process.arch,
  signal: new AbortController().signal,
}

t.test('a machine that labs need and that lacks something says so, with a remedy', async t => {
  for (const name of machineNames) {
    const found = await machines[name].doctor(runner, true)
    const missing = found.filter(({ state }) => state === 'missing')
    t.ok(missing.length > 0, name)
    for (const { what, remedy } of missing) t.ok(remedy, `${name}: ${what}`)
  }
})

t.test('a machine that is only an alternative is never missing', async t => {
  for (const name of ['vagrant', 'local'] as const) {
    const found = await machines[name].doctor(runner, false)
    t.notOk(
      found.some(({ state }) => state === 'missing'),
      name,
    )
  }
})

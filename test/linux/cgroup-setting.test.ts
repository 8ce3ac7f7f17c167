import t from 'tap'
import { limitNames } from '../../src/kernel/cgroup-file.ts'
import { cgroupSettings } from '../../src/linux/cgroup-setting.ts'

t.test('every file that a lab can write has its value in a new cgroup', async t => {
  const sameInAnotherWay = ['cpu.weight.nice']
  const missing = limitNames.filter(name => !Object.hasOwn(cgroupSettings, name))
  t.same(missing, sameInAnotherWay)
})

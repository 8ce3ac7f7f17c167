import t from 'tap'
import { defaultMachine, machinesHere } from '../../src/machine/choice.ts'

t.test('a VM is the default, but in a machine that was made for labs', async t => {
  t.equal(defaultMachine(false), 'vm')
  t.equal(defaultMachine(true), 'local')
})

t.test('the machine that labs run on here, and its alternatives', async t => {
  const on = (platform: NodeJS.Platform, architecture: string, forLabs = false) =>
    machinesHere({ platform, architecture }, forLabs)
  t.same(on('linux', 'x64'), { chosen: 'vm', others: ['vagrant', 'local'] })
  t.same(on('linux', 'arm64'), { chosen: 'vagrant', others: [] })
  t.same(on('darwin', 'x64'), { chosen: 'vagrant', others: [] })
  t.same(on('linux', 'x64', true), { chosen: 'local', others: [] })
})

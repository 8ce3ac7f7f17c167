import { readFileSync } from 'node:fs'
import t from 'tap'
import { machineState } from '../../../src/machine/vagrant/state.ts'

const running = readFileSync('test/fixtures/vagrant/status.txt', 'utf8')

t.test("the state is the provider's word", async t => {
  t.equal(machineState(running), 'running')
  t.equal(machineState(running.replace('state,running', 'state,not_created')), 'not_created')
})

t.test('where there is no machine there is no state', async t => {
  t.equal(machineState(''), undefined)
  t.equal(machineState('1795324348,,ui,error,A Vagrant environment is required\n'), undefined)
})

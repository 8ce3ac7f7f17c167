import t from 'tap'
import { agentCommand } from '../../src/machine/agent-command.ts'

const place = { node: 'node', apart: 'exit', agent: '/run/unboxed/0.cjs', state: '/run/unboxed' }

t.test('systemd is asked for a scope only where it is', async t => {
  const [without, under] = [false, true].map(systemd => agentCommand({ ...place, systemd }))
  t.notOk(without?.includes('systemd-run'))
  t.notOk(without?.includes('--delegated'), 'and the agent is not told that it has one')
  t.ok(under?.includes('--property=Delegate=yes'))
  t.equal(under?.at(-1), '--delegated')
})

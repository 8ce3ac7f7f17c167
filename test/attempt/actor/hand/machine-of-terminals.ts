import type { Test } from 'tap'
import { markShells } from '../../../../src/attempt/actor/hand/mark-shells.ts'
import { openVm } from '../../../../src/machine/vm/vm.ts'
import { connect } from '../../../../src/protocol/client.ts'
import { nodeRuntime } from '../../../../src/runtime/node.ts'
import { vmSettings } from '../../../machine/vm/settings.ts'

/** A VM whose shells mark their prompts, for tests that open terminals in it. It is closed when the test ends. */
export async function machineOfTerminals(t: Test) {
  const vm = await openVm(vmSettings(t))
  const connection = await vm.open()
  const client = connect(connection.channel, nodeRuntime)
  t.teardown(async () => {
    await connection.close()
    await vm.close()
  })
  const hello = await client.call('hello', {})
  await client.call('mark', {})
  await markShells(client, hello)
  return { vm, client, hello, cgroup: hello.cgroup }
}

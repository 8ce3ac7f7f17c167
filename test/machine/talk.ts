import type { Channel } from '../../src/protocol/channel.ts'
import { connect } from '../../src/protocol/client.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

/** A client that can also run a shell line, for tests that query a machine. */
export async function talk(channel: Channel) {
  const client = connect(channel, nodeRuntime)
  let count = 0
  return {
    ...client,
    /** The output of a shell line. */
    async run(line: string): Promise<string> {
      count += 1
      const key = `run-${count}`
      let printed = ''
      const ended = new Promise<void>(resolve =>
        client.listen(key, event => {
          if (event.event === 'output') printed += event.text
          else if (event.event === 'exit') resolve()
        }),
      )
      const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
      await client.call('start', {
        key,
        argv: ['/bin/sh', '-c', line],
        env,
        cwd: '/',
        stdin: 'none',
        keep: 65536,
      })
      await ended
      return printed
    },
  }
}

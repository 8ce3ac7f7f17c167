import { Writable } from 'node:stream'
import t from 'tap'
import { main } from '../../src/command/main.ts'
import type { World } from '../../src/command/world.ts'

/** What the command line says, and how it ends; no verb is reached. */
async function refusal(args: readonly string[]): Promise<{ code: number; said: string }> {
  let said = ''
  const stream = new Writable({
    write: (chunk, _, done) => {
      said += chunk
      done()
    },
  })
  const world = {
    stdout: stream,
    stderr: stream,
    env: {},
    version: '1',
    signal: new AbortController().signal,
  }
  return { code: await main(args, world as unknown as World), said }
}

t.test('a seed that would begin a line, or turn one around, is refused wherever there is one', async t => {
  for (const verb of [['run'], ['prove'], ['show', 'pid'], ['eject', 'pid']])
    for (const seed of ['a\nreboot', 'a\rb', '\u001b[2J', '\u0085', '\u2028', '\u202e', '\0', '\u007f']) {
      const { code, said } = await refusal([...verb, '--seed', seed])
      t.equal(code, 2, `${verb[0]} ${encodeURIComponent(seed)}`)
      t.match(said, '--seed must have no line breaks and no control characters')
    }
})

t.test('one that is too long for the name of a file', async t => {
  for (const verb of [['run'], ['show', 'pid']]) {
    const { code, said } = await refusal([...verb, '--seed', 'x'.repeat(121)])
    t.equal(code, 2)
    t.match(said, 'takes 121 bytes in file names, and may take 120')
  }
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { shellWords } from '../../src/command/shell-word.ts'
import type { AgentClient } from '../../src/protocol/client.ts'
import { normalised } from '../change/normalised.ts'
import { recordedInventories } from '../change/recording.ts'
import { scenario } from '../change/scenario.ts'

const file = join(import.meta.dirname, '../fixtures/change/inventories.jsonl')

/** A shell in a machine in which the recorded commands are typed. */
function shell() {
  const inventories = recordedInventories(readFileSync(file, 'utf8'))
  return shellWords({ call: async () => inventories.shift() } as unknown as AgentClient)
}

t.test('lab changed tells of the last command, and to ask is none', async t => {
  const { prompted, begun, beforeEnter, answer } = shell()
  const ask = async () => {
    await beforeEnter()
    begun()
    return answer(['changed'])
  }
  prompted()
  t.equal(await ask(), 'nothing changed')
  prompted()
  for (const [line, ...expected] of scenario.slice(0, 5)) {
    begun()
    prompted()
    const told = await ask()
    t.same(normalised(told.split('\n')), expected, line)
    prompted()
    t.equal(await ask(), told, 'once more')
    prompted()
    prompted()
    t.equal(await ask(), told, 'after an empty line')
    prompted()
  }
})

t.test('other words are answered with those that there are', async t => {
  const { answer } = shell()
  t.match(await answer([]), /^lab changed .*\nlab help /)
  t.match(await answer(['hint\x07']), /^There is no `lab hint\\x07` in this shell; .*\nlab changed /)
  t.match(await answer(['toString']), 'There is no `lab toString`')
})

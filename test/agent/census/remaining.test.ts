import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Agent } from '../../../src/agent/agent.ts'
import type { Difference } from '../../../src/agent/census/difference.ts'
import { kinds } from '../../../src/agent/census/kind.ts'
import { recall, remember } from '../../../src/agent/census/remaining.ts'
import type { Place } from '../../../src/agent/census/survey.ts'
import type { Starter } from '../../../src/agent/starter.ts'

/** A machine in which files are as told, and nothing else is. */
function machineWith(files: Readonly<Record<string, string>>): Place {
  const text = Object.entries(files)
    .map(([path, value]) => `${path}\0${value}\0`)
    .join('')
  const starter = {
    ask: (_part: string, _words: readonly string[], output: (stream: 'stdout', bytes: Buffer) => void) => {
      output('stdout', Buffer.from(`file ${text.length}\n${text}`))
      const ended = Promise.resolve({ code: 0, signal: null })
      const nothing = Promise.resolve()
      return {
        id: 1,
        started: Promise.resolve({ pid: 1, executed: true }),
        running: nothing,
        ended,
        closed: nothing,
      }
    },
  } as unknown as Starter
  return { starter, exclusive: true, uncounted: [] }
}

const differenceOf = (section: string, id: string, was?: string, now?: string): Difference => {
  const kind = kinds.find(each => each.section === section)
  if (!kind) throw new Error(`no kind ${section}`)
  return {
    kind,
    change: { id, ...(was === undefined ? {} : { was }), ...(now === undefined ? {} : { now }) },
  }
}

const names = (found: readonly Difference[]) => found.map(({ change }) => change.id)

t.test('what remains is told until it is no longer so', async t => {
  const state = join(t.testdir(), 'state')
  const agent = { state, exclusive: false, remaining: [] } as unknown as Agent
  remember(agent, [
    differenceOf('file', '/etc/changed', '1', '2'),
    differenceOf('file', '/etc/deleted', '1'),
    differenceOf('mount', '9 1 0:1 / /mnt', 'tmpfs'),
  ])
  t.same(names(await recall(machineWith({ '/etc/changed': '2' }), state)), ['/etc/changed', '/etc/deleted'])
  t.same(names(await recall(machineWith({ '/etc/changed': '3', '/etc/other': '1' }), state)), [
    '/etc/deleted',
  ])
  t.same(names(await recall(machineWith({ '/etc/deleted': '1' }), state)), [])
  t.same(readdirSync(state), [], 'it is forgotten')
  t.same(await recall(machineWith({}), join(state, 'never-made')), [])
})

t.test('later labs add to what earlier ones have left', async t => {
  const state = join(t.testdir(), 'state')
  const first = differenceOf('file', '/etc/one', '1')
  remember({ state, exclusive: false, remaining: [first] } as unknown as Agent, [
    differenceOf('file', '/etc/two', '1'),
  ])
  t.same(names(await recall(machineWith({}), state)), ['/etc/one', '/etc/two'])
})

t.test('a machine that ends with its lab remembers nothing', async t => {
  const state = join(t.testdir(), 'state')
  remember({ state, exclusive: true, remaining: [] } as unknown as Agent, [
    differenceOf('file', '/etc/one', '1'),
  ])
  t.same(await recall(machineWith({}), state), [])
})

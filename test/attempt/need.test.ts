import t from 'tap'
import { missingNeeds } from '../../src/attempt/need.ts'
import type { Need } from '../../src/lab/lab.ts'
import type { Hello, Look } from '../../src/protocol/message.ts'

const hello = { release: '6.12', cgroup: { controllers: ['memory'] } } as unknown as Hello
const curl: Need = { kind: 'command', name: 'curl' }

const missing = (need: Need, look: (index: number) => Look, met = new Set<string>()) =>
  missingNeeds([need], hello, {
    description: { name: 'local' },
    met,
    look: async sources => sources.map((_, index) => look(index)),
  })

const absent = { errno: 'ENOENT', message: 'no such file or directory' }
const silent = { errno: 'ETIMEDOUT', message: 'it took more than 7000 ms' }

t.test('what is in none of its places is missing', async t => {
  t.match(await missing(curl, () => absent), { kind: 'unsupported', message: /no command curl/ })
  t.equal(await missing(curl, index => (index === 1 ? { text: 'regular file' } : absent)), undefined)
})

t.test('what could not be looked at is not missing: the machine is at fault, not the lab', async t => {
  await t.rejects(
    missing(curl, index => (index === 1 ? silent : absent)),
    {
      code: 'need-unseen',
      message: /whether this machine has the command curl: it took more than 7000 ms/,
    },
  )
  t.equal(await missing(curl, index => (index === 1 ? silent : { text: 'regular file' })), undefined)
})

t.test('controllers are told by the agent', async t => {
  t.equal(await missing({ kind: 'controller', name: 'memory' }, () => silent), undefined)
  t.match(await missing({ kind: 'controller', name: 'io' }, () => silent), {
    message: /cgroup controller io/,
  })
})

t.test('what was met once is not looked at again, and what was missing is', async t => {
  const met = new Set<string>()
  t.ok(await missing(curl, () => absent, met))
  t.equal(await missing(curl, () => ({ text: 'regular file' }), met), undefined)
  t.equal(await missing(curl, () => absent, met), undefined)
  t.ok(await missing(curl, () => absent))
})

import t from 'tap'
import { requests } from '../../../../src/attempt/actor/hand/requests.ts'

/** Requests whose answers are given by the test; what was asked for, and what was settled. */
function scene() {
  const asked: string[] = []
  const settled: string[] = []
  const given: { answer(text: string): void; fail(error: unknown): void }[] = []
  const open = requests(
    words => {
      asked.push(words.join(' '))
      return new Promise((answer, fail) => given.push({ answer, fail }))
    },
    text => settled.push(text),
  )
  return { asked, settled, given, open }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

t.test('an answer, or why there is none', async t => {
  const { open, asked, settled, given } = scene()
  t.equal(open.answered, undefined)
  open.asked(['hint'])
  const { answered } = open
  t.ok(answered)
  given[0]?.answer('try unshare')
  await answered
  t.equal(open.answered, undefined)
  open.asked(['check'])
  given[1]?.fail(new Error('the machine is lost'))
  await turn()
  t.same(asked, ['hint', 'check'])
  t.same(settled, ['try unshare', 'the machine is lost'])
})

t.test('a mark that comes meanwhile is ignored', async t => {
  const { open, asked, settled, given } = scene()
  for (let count = 0; count < 1_000; count++) open.asked(['hint'])
  given[0]?.answer('one')
  await turn()
  t.same([asked, settled], [['hint'], ['one']])
})

t.test('after Ctrl-C an answer is not shown', async t => {
  const { open, settled, given } = scene()
  open.asked(['hint'])
  const { answered } = open
  open.dropped()
  await answered
  open.asked(['check'])
  given[0]?.answer('late')
  await turn()
  given[1]?.answer('seen')
  await turn()
  t.same(settled, ['seen'])
  open.dropped()
})

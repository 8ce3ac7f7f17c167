import t from 'tap'
import { chosen, drawLabs, ranked } from './draw.ts'

const labs = Array.from({ length: 60 }, (_, index) => `topic/${index}`)

t.test('a draw depends on its seed alone, and the draws of some commits have every lab', async t => {
  t.same(ranked(labs, 'one test'), ranked([...labs].reverse(), 'one test'))
  t.same([...ranked(labs, 'one test')].sort(), [...labs].sort())
  t.not(ranked(labs, 'one test')[0], ranked(labs, 'two test')[0])
  const commits = Array.from({ length: 80 }, (_, index) => `commit ${index} test`)
  t.equal(new Set(commits.flatMap(seed => ranked(labs, seed).slice(0, 6))).size, labs.length)
})

t.test('one lab more changes no other place in the order', async t => {
  const more = ranked([...labs, 'topic/new'], 'one test')
  t.same(
    more.filter(lab => lab !== 'topic/new'),
    ranked(labs, 'one test'),
  )
})

t.test('somebody may name labs, all of them or these, and no others', async t => {
  t.equal(chosen(undefined, labs), undefined)
  t.same(chosen('all', labs), labs)
  t.same(chosen('topic/7,topic/2', labs), ['topic/7', 'topic/2'])
  t.throws(() => chosen('topic/7,topic/x', labs), { message: /no lab of the course: topic\/x/ })
})

t.test('what is drawn is told', async t => {
  const told: string[] = []
  const test = { comment: (text: string) => told.push(text) } as unknown as typeof t
  const drawn = drawLabs(test, 'test', 3)
  t.match(told[0], /^\d+ of \d+ labs.*: UNBOXED_DRAW=\w+\/[\w-]+/)
  t.match(told[0], drawn.join(','))
})

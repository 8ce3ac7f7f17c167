import t from 'tap'
import { openNews } from '../../src/learn/news.ts'
import type { Told } from '../../src/learn/quiet-line.ts'
import { paintFor } from '../../src/report/paint.ts'

function scene({ colour = false, columns = 80 } = {}) {
  let over = 0
  const now = (): Told => ({
    steps: ['a', 'b'].map((id, index) => ({
      id,
      state: index < over ? 'done' : index === over ? 'open' : 'ahead',
    })),
    checks: [],
  })
  const taskOf = (id: string) => `the task of step ${id}`
  const news = openNews({ paint: paintFor(colour), columns: () => columns, now, taskOf })
  return { news, done: () => over++ }
}

t.test('each terminal is told once; what it is first asked about is no news', async t => {
  const { news, done } = scene()
  t.equal(news.take(1), '')
  t.equal(news.take(2), '')
  done()
  t.equal(news.take(1), '✓ step 1 of 2 is done\n→ the task of step b')
  t.equal(news.take(1), '')
  t.match(news.take(2), 'step 1 of 2 is done')
  t.equal(news.take(3), '')
})

t.test('what could not be shown is news the next time as well', async t => {
  const { news, done } = scene()
  news.take(1)
  done()
  news.tell(1, () => false)
  t.match(news.take(1), 'step 1 of 2 is done')
})

t.test('signs have colours, and lines fit the terminal', async t => {
  const { news, done } = scene({ colour: true, columns: 12 })
  news.take(1)
  done()
  const lines = news.take(1).split('\n')
  t.equal(lines[0], '\x1b[32m✓\x1b[39m step 1 of')
  t.equal(lines.length, 4)
})

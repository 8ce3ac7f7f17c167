import t from 'tap'
import { changedLines } from '../../src/prove/difference.ts'

const rows: [before: string, after: string, changed: string[]][] = [
  ['a b c', 'a b c', []],
  ['a b c', 'a c', ['- b']],
  ['a c', 'a b c', ['+ b']],
  ['a b c', 'a x c', ['- b', '+ x']],
  ['', 'a', ['+ a']],
  ['a b', 'b a', ['- a', '+ a']],
]

t.test('lines that are not in both', async t => {
  const words = (text: string) => text.split(' ').filter(Boolean)
  for (const [before, after, changed] of rows)
    t.same(changedLines(words(before), words(after)), changed, `${before} → ${after}`)
})

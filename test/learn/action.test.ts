import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type ActionRow, actions } from '../../src/learn/action.ts'

const rows: readonly ActionRow[] = Object.values(actions)

t.test('docs/learning.md lists every key and every word, and no others', async t => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/learning.md'), 'utf8')
  const [, section = ''] = page.split('\n## Keys and words\n')
  const [table = ''] = section.split('\n`lab` alone')
  const listed = [...table.matchAll(/^\| (?:`(\S+)`)? ?\| (?:`lab (\w+)`)? ?\| (.*) \|$/gm)]
  t.same(
    listed.map(([, key, word, help]) => ({ key, word, help })),
    rows.map(({ key, word, help }) => ({ key, word, help })),
  )
})

t.test('no two actions share a key or a word, and each has one', async t => {
  for (const name of ['key', 'word'] as const) {
    const given = rows.flatMap(row => row[name] ?? [])
    t.same([...new Set(given)], given, name)
  }
  for (const { key, word, help } of rows) t.ok(key ?? word, help)
})

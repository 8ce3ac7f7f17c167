import t from 'tap'
import { parse } from 'yaml'
import { fillTemplate } from '../../src/lab/template.ts'
import { hostileTexts } from './hostile-text.ts'

const template = `# above
title: A title # beside

list:
  # about the first
  - {flow: plain}
  - run: |
      true
`

t.test('comments and layout stay', async t => {
  t.equal(fillTemplate(template, ' first', []), `# first\n\n${template}`)
  t.equal(
    fillTemplate(template, ' first', [
      [['title'], 'Another: title'],
      [['list', 0, 'flow'], 'a, b'],
      [['list', 1, 'run'], 'one\n  two\n'],
    ]),
    `# first

# above
title: "Another: title" # beside

list:
  # about the first
  - {flow: "a, b"}
  - run: |
      one
        two
`,
  )
})

t.test('every text is read back as it was', async t => {
  for (const text of hostileTexts(2000)) {
    const written = fillTemplate(template, text, [
      [['title'], text],
      [['list', 0, 'flow'], text],
      [['list', 1, 'run'], text],
    ])
    const read = parse(written)
    if (read.title !== text || read.list[0].flow !== text || read.list[1].run !== text)
      t.same(read, { title: text, list: [{ flow: text }, { run: text }] }, written)
  }
  t.pass('all of them')
})

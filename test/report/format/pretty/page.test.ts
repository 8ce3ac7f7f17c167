import t from 'tap'
import {
  cut,
  hard,
  pad,
  pageFor,
  prose,
  widthOf,
  wrapped,
} from '../../../../src/report/format/pretty/page.ts'

const page = pageFor({ colour: false, columns: 40 })

t.test('prose is wrapped at words, below what stands first', async t => {
  t.same(prose('Containers have "their own processes" and so on and on.', ' 1 ', page), [
    ' 1 Containers have "their own processes"',
    '   and so on and on.',
  ])
  t.same(prose('one\n\ntwo', '', page), ['one', '', 'two'], 'paragraphs stay')
  t.same(prose('one\ntwo', '', page), ['one two'], 'line breaks of the file do not')
})

t.test('other text is wrapped anywhere', async t => {
  t.same(hard('x'.repeat(50), '  ', page), [`  ${'x'.repeat(38)}`, `  ${'x'.repeat(12)}`])
  t.same(hard('a    b', '', page), ['a    b'])
})

t.test('wide characters are as wide as they are', async t => {
  t.equal(widthOf('日本'), 4)
  t.equal(pad('日本', 6), '日本  ')
  t.equal(cut('日本日本日本', 5), '日本…')
  t.equal(cut('👩‍🚀👩‍🚀👩‍🚀', 5), '👩‍🚀👩‍🚀…', 'of several code points, too')
  t.equal(cut('short', 5), 'short')
  t.equal(cut('longer', 5), 'long…')
})

t.test('cells are wrapped, and cut where no word ends', async t => {
  t.same(wrapped('shared: cgroup, ipc', 8), ['shared:', 'cgroup,', 'ipc'])
})

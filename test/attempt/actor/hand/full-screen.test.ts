import t from 'tap'
import { edits, onlyReads } from '../../../../src/attempt/actor/hand/full-screen.ts'

t.test('a line that only shows something on the whole screen', async t => {
  for (const line of ['man pwd', 'man 7 cgroups', 'less /etc/passwd', 'top', 'sudo less "/a b"'])
    t.ok(onlyReads(line), line)
})

t.test('a line that may do something else', async t => {
  for (const line of [
    'vim /etc/hosts',
    'man pwd; mkdir x',
    'less x > y',
    'man pwd | head',
    'less $(mkdir x)',
    'PAGER=sh man pwd',
    'sudo vim x',
    '',
    "less 'x",
  ])
    t.notOk(onlyReads(line), line)
})

t.test('a line that opens an editor', async t => {
  for (const line of ['vi /etc/hostname', 'sudo vim x', 'nano']) t.ok(edits(line), line)
  for (const line of ['less vi', 'vim x > y', 'which vim', 'echo | vi', '']) t.notOk(edits(line), line)
})

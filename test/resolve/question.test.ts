import t from 'tap'
import { openResolver } from '../../src/resolve/resolver.ts'
import { labOf } from '../submission/course.ts'
import { echo } from './a-look.ts'
import { machine } from './a-machine.ts'

t.test('a question may be about what no check of its step speaks of', async t => {
  const lab = labOf(`title: A question
steps:
  - id: one
    text: One.
    run: echo one
    expect: [{output: stdout, text: one}]
    ask: How many bytes has /srv/file?
    answer: {file: /srv/file, fact: size}
`)
  const resolver = openResolver(lab, machine, { host: 1, commands: [echo] }, { byStep: true })
  const source = 'stat /proc/1/root/srv/file'
  const text = 'regular file 644 0 0 307 37:7 1 8 0:0\n'
  const wanted = resolver.wanted([])
  t.ok(
    wanted.some(({ judged }) => 'ask' in judged),
    'what it asks for is looked at',
  )
  for (const at of [0, 10]) resolver.look({ at, processes: [], readings: [{ source, text }] })
  t.equal(resolver.close().isDone, true)
  t.match(resolver.answered('one', '307'), { outcome: 'pass' })
  t.match(resolver.answered('one', '308'), { outcome: 'fail' })
})

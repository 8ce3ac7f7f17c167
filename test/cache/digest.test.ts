import t from 'tap'
import { digest, digestOfFiles } from '../../src/cache/digest.ts'

t.test('where one part ends and the next begins counts', async t => {
  t.equal(digest(['a', 'bc']), digest(['a', 'bc']))
  t.not(digest(['a', 'bc']), digest(['ab', 'c']))
  t.not(digest(['a', 'b']), digest(['b', 'a']))
  t.equal(digest(['ü']), digest([Buffer.from('ü')]), 'text is its UTF-8 bytes')
})

t.test('files count by content', async t => {
  const folder = t.testdir({ a: 'one', b: 'two', c: 'one' })
  t.equal(await digestOfFiles([`${folder}/a`]), await digestOfFiles([`${folder}/c`]))
  t.not(
    await digestOfFiles([`${folder}/a`, `${folder}/b`]),
    await digestOfFiles([`${folder}/b`, `${folder}/a`]),
  )
})

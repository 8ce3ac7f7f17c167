import t from 'tap'
import { frameSplitter } from '../../src/agent/starter-frame.ts'

t.test('lines and the bytes they announce are told apart, however they arrive', async t => {
  const written = Buffer.from(
    'started\t1\t77\noutput\t1\t1\t9\na\nb\tc\n€failed\t2\t2\topen\t%2Fa%09b\noutput\t1\t2\t0\nclosed\t1\t1\n',
  )
  for (const size of [1, 2, 3, 10, 1000]) {
    const frames: [string[], string][] = []
    const take = frameSplitter((header, bytes) => frames.push([header, Buffer.from(bytes).toString()]))
    for (let at = 0; at < written.length; at += size) take(written.subarray(at, at + size))
    t.same(
      frames,
      [
        [['started', '1', '77'], ''],
        [['output', '1', '1', '9'], 'a\nb\tc\n€'],
        [['failed', '2', '2', 'open', '/a\tb'], ''],
        [['output', '1', '2', '0'], ''],
        [['closed', '1', '1'], ''],
      ],
      `in chunks of ${size}`,
    )
  }
})

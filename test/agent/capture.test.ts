import t from 'tap'
import { capture } from '../../src/agent/capture.ts'
import { linesOf } from '../../src/linux/lines.ts'
import type { AgentEvent } from '../../src/protocol/message.ts'

function captured(keep: number) {
  const events: AgentEvent[] = []
  const output = capture('shell', keep, event => events.push(event))
  return {
    events,
    end: output.end,
    endAt: output.endAt,
    print: (text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
      output.take(stream, Buffer.from(text), linesOf(Buffer.from(text).toString('latin1'))),
  }
}

const section = (code: number | null, stdout: string, dropped: number, lines: number, errors = 0) => ({
  event: 'section',
  key: 'shell',
  code,
  tails: { stdout, stderr: '' },
  dropped: { stdout: dropped, stderr: 0 },
  lines: { stdout: lines, stderr: errors },
})
const output = (text: string, stream = 'stdout') => ({ event: 'output', key: 'shell', stream, text })
const held = { event: 'held', key: 'shell', stream: 'stdout' }

t.test('each section has its own bound, and the mark is found beyond it', async t => {
  const { events, print, endAt } = captured(4)
  endAt('mark')
  print('one\n')
  print('two\nthree\n')
  print('four\nma')
  print('rk 3\n')
  endAt('next')
  print('five')
  print('next 0\nlate')
  t.same(events, [
    output('one\n'),
    held,
    section(3, 'our\n', 11, 4),
    output('five'),
    section(0, '', 0, 1),
    output('late'),
  ])
})

t.test('it is told once that a stream is held back', async t => {
  const { events, print } = captured(2)
  for (const text of ['a', 'b', 'c', 'd']) print(text)
  t.same(events, [output('a'), output('b'), held])
})

t.test('standard error belongs to the section, and never ends it', async t => {
  const { events, print, endAt } = captured(100)
  endAt('mark')
  print('mark 1\n', 'stderr')
  print('mark 0\n')
  t.same(events, [output('mark 1\n', 'stderr'), section(0, '', 0, 0, 1)])
})

t.test('what might have become the mark is not lost at the end', async t => {
  const { events, print, endAt, end } = captured(100)
  endAt('mark')
  print('one ma')
  t.match(end(), { dropped: { stdout: 0 }, lines: { stdout: 1 } })
  t.same(events, [output('one '), output('ma')])
})

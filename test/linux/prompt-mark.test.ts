import t from 'tap'
import { markedTextReader, promptMarkReader, type TerminalEvent } from '../../src/linux/prompt-mark.ts'

/** The events of a text that comes in pieces; neighbouring texts are joined. */
function eventsOf(...pieces: readonly string[]): TerminalEvent[] {
  const read = promptMarkReader()
  const joined: TerminalEvent[] = []
  for (const event of pieces.flatMap(read)) {
    const last = joined.at(-1)
    if (event.kind === 'text' && last?.kind === 'text')
      joined.splice(-1, 1, { kind: 'text', text: last.text + event.text })
    else joined.push(event)
  }
  return joined
}

const session = [
  '\x1b]133;A;aid=7\x07# sleep 1\r\n',
  '\x1b]133;C;aid=7;cmdline=sleep\\ 1\\;\\ true\x1b\\',
  'ok \x1b[1mbold\x1b[m\r\n\x1b]0;title\x07\x1b[?1049h\x1b[?25l~\x1b[?1049l',
  '\x1b]133;D;12;aid=7\x07\x1b]133;A;k=s;aid=7\x07> ',
].join('')

const events: TerminalEvent[] = [
  { kind: 'prompt', shell: '7' },
  { kind: 'text', text: '# sleep 1\r\n' },
  { kind: 'command', shell: '7', line: 'sleep 1; true' },
  { kind: 'text', text: 'ok \x1b[1mbold\x1b[m\r\n\x1b]0;title\x07' },
  { kind: 'screen', isAlternate: true },
  { kind: 'text', text: '\x1b[?25l~' },
  { kind: 'screen', isAlternate: false },
  { kind: 'end', shell: '7', status: 12 },
  { kind: 'continuation', shell: '7' },
  { kind: 'text', text: '> ' },
]

t.test('marks are found however the stream is cut', async t => {
  t.same(eventsOf(session), events)
  t.same(eventsOf(...session), events, 'a character at a time')
  for (let at = 1; at < session.length; at++)
    t.same(eventsOf(session.slice(0, at), session.slice(at)), events, `cut at ${at}`)
})

t.test('a mark may say less, and a wrong one is text', async t => {
  t.same(eventsOf('\x1b]133;A\x07\x1b]133;C\x07\x1b]133;D\x07\x1b]133;D;x\x07'), [
    { kind: 'prompt' },
    { kind: 'command' },
    { kind: 'end' },
    { kind: 'end' },
  ])
  for (const text of [
    '\x1b]133;B\x07',
    '\x1b]133;\x07',
    '\x1b]133;constructor\x07',
    '\x1b[?25h',
    '\x1b]133;A\n',
  ])
    t.same(eventsOf(text, 'x'), [{ kind: 'text', text: `${text}x` }], JSON.stringify(text))
})

t.test('an unfinished mark hides no later one', async t => {
  t.same(eventsOf('\x1b]133;A', '\x1b]133;D;0\x07'), [
    { kind: 'text', text: '\x1b]133;A' },
    { kind: 'end', status: 0 },
  ])
  t.same(eventsOf('\x1b]2;', 'a'), [{ kind: 'text', text: '\x1b]2;a' }])
})

t.test('a mark that never ends is text after 64 KiB', async t => {
  const read = promptMarkReader()
  const first = read(`\x1b]133;C;cmdline=${'x'.repeat(64 * 1024)}`)
  t.equal(first.length, 1)
  t.match(first, [{ kind: 'text' }])
  t.same(read('y'), [{ kind: 'text', text: 'y' }])
})

t.test('a request has words, of a shell that names itself', async t => {
  t.same(eventsOf("\x1b]133;R;aid=7;$'answer\\037a b;c\\037\\303\\251'\x07", '\x1b]133;R;aid=7;hint\x07'), [
    { kind: 'request', shell: '7', words: ['answer', 'a b;c', 'é'] },
    { kind: 'request', shell: '7', words: ['hint'] },
  ])
  t.same(eventsOf("\x1b]133;R;aid=7;''\x07"), [{ kind: 'request', shell: '7', words: [] }])
  t.match(eventsOf('\x1b]133;R;hint\x07'), [{ kind: 'text' }])
})

t.test('the texts of all events are the stream', async t => {
  const read = markedTextReader()
  const marked = [session.slice(0, 50), session.slice(50)].flatMap(read)
  t.equal(marked.map(({ raw }) => raw).join(''), session)
})

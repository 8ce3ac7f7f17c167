import t from 'tap'
import type { TypedCommand } from '../../../../src/attempt/actor/hand/entry.ts'
import { newTranscript } from '../../../../src/attempt/actor/hand/transcript.ts'

/** A transcript on a clock that stands until it is moved; `told` is what it reported, in order. */
function scene() {
  const clock = { time: 0, now: () => clock.time }
  const told: string[] = []
  const tell = (what: string) => (command: TypedCommand) =>
    told.push(`${what} ${command.line}${command.status === undefined ? '' : ` ${command.status}`}`)
  const transcript = newTranscript(2, clock, { begun: tell('begun'), ended: tell('ended') })
  const hear = (text: string) => transcript.heard(text.replace(/<(.*?)>/g, '\x1b]133;$1\x07'))
  const look = (group: number, more: { isWaiting?: boolean; quiet?: number; once?: true } = {}) => {
    const { once, ...state } = more
    const seen = () => transcript.looked({ tty: '/dev/pts/0', group, isWaiting: true, quiet: 1000, ...state })
    seen()
    if (once) return
    clock.time += 5_000
    seen()
  }
  return { clock, told, transcript, hear, look, typed: transcript.typed }
}

t.test('a shell asks only while a command runs', async t => {
  const asked: string[] = []
  const transcript = newTranscript(1, { now: () => 0 }, { asked: words => asked.push(words.join(' ')) })
  const hear = (text: string) => transcript.heard(text.replace(/<(.*?)>/g, '\x1b]133;$1\x07'))
  hear('<A;aid=1># <R;aid=1;no>')
  transcript.typed('lab hint\r')
  hear('<C;aid=1><R;aid=1;hint>\x1b[?1049h<R;aid=1;no>')
  t.same(asked, ['hint'])
})

t.test('marks bound a command', async t => {
  const { clock, told, transcript, hear, typed } = scene()
  t.equal(transcript.situation, 'running')
  hear('<A;aid=1># ')
  t.equal(transcript.situation, 'prompt')
  typed('!!\r')
  t.equal(transcript.situation, 'running')
  clock.time = 50
  hear('!!\r\necho hi\r\n<C;aid=1;cmdline=echo\\ hi>hi\r\n')
  clock.time = 70
  hear('<D;3;aid=1><A;aid=1># ')
  t.same(told, ['begun echo hi', 'ended echo hi 3'])
  t.same(transcript.last, {
    terminal: 2,
    line: 'echo hi',
    startedAt: 50,
    endedAt: 70,
    output: 'hi\n',
    status: 3,
  })
})

t.test('where nothing is known to be typed, the history tells the command', async t => {
  for (const isTold of [true, false]) {
    const told: string[] = []
    const transcript = newTranscript(1, { now: () => 0 }, { ended: ({ line }) => told.push(line) }, isTold)
    transcript.heard(
      '<A;aid=1># <C;aid=1><L;aid=1;   3  late\n><D;0;aid=1>'.replace(/<(.*?)>/gs, '\x1b]133;$1\x07'),
    )
    t.same(told, ['late'])
  }
})

t.test(
  'the history tells what was executed, before the end; of what is handed in, nothing is believed',
  async t => {
    for (const isTold of [true, false]) {
      const told: string[] = []
      const transcript = newTranscript(1, { now: () => 0 }, { ended: ({ line }) => told.push(line) }, isTold)
      const hear = (text: string) => transcript.heard(text.replace(/<(.*?)>/gs, '\x1b]133;$1\x07'))
      hear('<A;aid=1># ')
      transcript.typed('!ec\r')
      hear('!ec\r\n<C;aid=1>a\r\n<L;aid=1;   12  for x in a\r\ndo echo $x\r\ndone\r\n><D;0;aid=1><A;aid=1># ')
      transcript.typed('\r')
      hear('\r\n<L;aid=1;   12  for\r\n><D;0;aid=1><A;aid=1># ')
      t.same(told, [isTold ? 'for x in a\ndo echo $x\ndone' : '!ec'])
    }
  },
)

t.test('a blank line is no command, and one that is not executed is', async t => {
  const { told, transcript, hear, typed } = scene()
  hear('<A;aid=1># ')
  typed(' \r')
  hear('<D;0;aid=1><A;aid=1># ')
  t.equal(transcript.last, undefined)
  typed('x)\r')
  hear('x)\r\nsyntax error\r\n<D;2;aid=1><A;aid=1># ')
  t.same(told, ['begun x)', 'ended x) 2'])
  t.equal(transcript.last?.output, 'syntax error\n')
})

t.test('a shell inside has commands of its own', async t => {
  const { told, hear, typed } = scene()
  hear('<A;aid=1># ')
  typed('dash\r')
  hear('<C;aid=1;cmdline=dash><D;0;aid=2><A;aid=2># ')
  t.same(told, ['begun dash'], 'its first prompt ends nothing')
  typed('false\r')
  hear('false\r\n<D;1;aid=2><A;aid=2># ')
  typed('exit\r')
  hear('exit\r\n<D;4;aid=1><A;aid=1># ')
  t.same(told.slice(1), ['begun false', 'ended false 1', 'begun exit', 'ended exit 4', 'ended dash 4'])
})

t.test('a shell that replaces another ends the command that did it', async t => {
  const { told, transcript, hear, typed } = scene()
  hear('<A;aid=1># ')
  typed('exec bash\r')
  hear('<C;aid=1;cmdline=exec\\ bash><A;aid=1># ')
  t.same(told, ['begun exec bash', 'ended exec bash'])
  t.equal(transcript.last?.status, undefined)
})

t.test('where nothing is marked, whoever read the line waits again', async t => {
  const { told, transcript, look, typed, hear } = scene()
  look(7)
  t.equal(transcript.situation, 'input')
  typed('echo hi\r')
  hear('echo hi\r\n')
  look(8)
  t.equal(transcript.situation, 'input', 'something else waits, such as cat')
  typed('text\r')
  hear('text\r\n')
  look(8, { isWaiting: false })
  look(8, { quiet: 50 })
  t.equal(transcript.situation, 'running')
  hear('text\r\n$ ')
  look(8)
  t.same(told, ['begun echo hi', 'begun text', 'ended text'])
  t.equal(transcript.last?.output, 'text\n', 'without its echo, and without a prompt')
  typed('\x04')
  hear('$ ')
  look(7)
  t.same(told.slice(3), ['begun \x04', 'ended \x04', 'ended echo hi'], 'the first one reads again')
})

t.test('a look before the echo says nothing, unless there is none', async t => {
  const { clock, transcript, look, typed, hear } = scene()
  look(7)
  typed('password\r')
  clock.time += 500
  look(7, { once: true })
  t.equal(transcript.situation, 'running')
  clock.time += 2500
  look(7)
  t.equal(transcript.situation, 'input')
  hear('<A;aid=1># ')
  typed('true\r')
  clock.time += 9000
  look(7)
  t.equal(transcript.situation, 'running', 'a shell that marks its prompts answers')
  hear('true\r\n')
  look(7)
  t.equal(transcript.situation, 'input', 'it marks nothing any more')
})

t.test('a first look says nothing: a prompt may be on its way', async t => {
  const { clock, transcript, hear, typed, look } = scene()
  look(5, { once: true })
  clock.time += 200
  look(5, { once: true })
  t.equal(transcript.situation, 'running', 'the first shell marks its prompts')
  hear('<A;aid=1># ')
  typed('sh\r')
  hear('sh\r\n<C;aid=1;cmdline=sh>')
  look(6, { once: true })
  t.equal(transcript.situation, 'running')
  clock.time += 150
  hear('# ')
  clock.time += 200
  look(6, { once: true })
  t.equal(transcript.situation, 'running', 'there was output meanwhile')
  clock.time += 200
  look(6, { once: true })
  t.equal(transcript.situation, 'input')
})

t.test('lines that are typed ahead are read when it is their turn', async t => {
  const { told, hear, typed, transcript } = scene()
  hear('<A;aid=1># ')
  typed('sleep 1\r')
  hear('<C;aid=1;cmdline=sleep\\ 1>')
  typed('x)\r')
  hear('<D;0;aid=1><A;aid=1># ')
  t.equal(transcript.situation, 'running')
  hear('<D;2;aid=1><A;aid=1># ')
  t.same(told.slice(1), ['ended sleep 1 0', 'begun x)', 'ended x) 2'])
  t.equal(transcript.situation, 'prompt')
})

t.test('an interrupted command is known, and what was typed ahead is lost', async t => {
  const { clock, told, hear, typed, transcript } = scene()
  hear('<A;aid=1># ')
  typed('sleep 9\r')
  hear('<C;aid=1;cmdline=sleep\\ 9>')
  typed('lost\r')
  clock.time = 900
  typed('\x03')
  hear('^C<D;130;aid=1><A;aid=1># ')
  t.same(told, ['begun sleep 9', 'ended sleep 9 130'])
  t.equal(transcript.last?.interruptedAfter, 900)
  t.equal(transcript.situation, 'prompt')
})

t.test('a full-screen program', async t => {
  const { hear, typed, transcript } = scene()
  hear('<A;aid=1># ')
  typed('vi\r')
  hear('<C;aid=1;cmdline=vi>\x1b[?1049h~')
  t.equal(transcript.situation, 'screen')
  typed('itext\r\x1b:q!\r')
  hear('\x1b[?1049l<D;0;aid=1><A;aid=1># ')
  t.equal(transcript.situation, 'prompt')
  t.match(transcript.last, { line: 'vi', fullScreen: true, status: 0 })
})

t.test('marks of no shell are ignored where shells tell who they are', async t => {
  const { told, hear, typed, transcript } = scene()
  hear('<A;aid=1># ')
  typed('forge\r')
  hear('<C;aid=1;cmdline=forge>a<D;0><A><A;k=s><C;cmdline=x>b')
  t.same([told, transcript.situation], [['begun forge'], 'running'])
  hear('<D;1;aid=1><A;aid=1># ')
  t.match(transcript.last, { line: 'forge', status: 1, output: 'ab' })
  const other = scene()
  other.hear('<A>$ ')
  other.typed('x\r')
  other.hear('<C><D;2><A>$ ')
  t.same(other.told, ['begun x', 'ended x 2'], 'elsewhere they count')
})

t.test('forged marks are believed, and do no harm', async t => {
  const { told, hear, typed, transcript } = scene()
  hear('<A;aid=1># ')
  typed('forge\r')
  hear('<C;aid=1;cmdline=forge><D;0;aid=1>')
  hear('<D;0;aid=1><D;aid=1><C;aid=1><C;aid=9><A;aid=8><D;1;aid=9><A;k=s;aid=1>')
  hear('<D;1;aid=1><A;aid=1># ')
  typed('true\r')
  hear('<C;aid=1;cmdline=true><D;0;aid=1><A;aid=1># ')
  t.equal(told[1], 'ended forge 0')
  t.same(told.slice(-2), ['begun true', 'ended true 0'])
  t.equal(transcript.situation, 'prompt')
})

t.test('a terminal that is closed ends what runs in it', async t => {
  const { told, hear, typed, transcript } = scene()
  hear('<A;aid=1># ')
  typed('exit 3\r')
  hear('<C;aid=1;cmdline=exit\\ 3>')
  transcript.closed(3)
  t.same(told, ['begun exit 3', 'ended exit 3 3'])
})

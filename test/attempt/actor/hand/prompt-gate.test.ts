import t from 'tap'
import { promptGate } from '../../../../src/attempt/actor/hand/prompt-gate.ts'

/** A gate whose lines are given by the test, on a clock that the test moves; `shown` is the screen's text. */
function scene({ isHolding = true } = {}) {
  let shown = ''
  const given: { lines(text: string): void; fail(): void }[] = []
  const timers = new Set<() => void>()
  const gate = promptGate(
    {
      longest: 400,
      show: text => {
        shown += text
      },
      ...(isHolding && {
        above: () =>
          new Promise<string>((lines, fail) => given.push({ lines, fail: () => fail(new Error()) })),
      }),
    },
    {
      after: (ms, wake) => {
        t.equal(ms, 400)
        timers.add(wake)
        return () => timers.delete(wake)
      },
    },
  )
  const turn = () => new Promise(resolve => setImmediate(resolve))
  return {
    hear: (text: string) => gate.hear(marked(text)),
    print: gate.print,
    insert: gate.insert,
    typed: gate.typed,
    given,
    shown: () => shown.replaceAll(/\x1b\]133;(.*?)\x07/g, '<$1>'),
    async answer(text: string) {
      given.at(-1)?.lines(text)
      await turn()
    },
    async fail() {
      given.at(-1)?.fail()
      await turn()
    },
    async expire() {
      for (const wake of timers) wake()
      await turn()
    },
    timers,
  }
}

const marked = (text: string) => text.replace(/<(.*?)>/gs, '\x1b]133;$1\x07')

t.test('lines stand above the prompt, which waits for them; what comes later waits behind it', async t => {
  const { hear, shown, answer, timers } = scene()
  hear('hi\r\n<D;0><A># ')
  t.equal(shown(), 'hi\r\n<D;0>')
  hear('ls')
  t.equal(shown(), 'hi\r\n<D;0>')
  await answer('✓ 1 of 2\n✓ 2 of 2')
  t.equal(shown(), 'hi\r\n<D;0>✓ 1 of 2\r\n✓ 2 of 2\r\n<A># ls')
  t.equal(timers.size, 0)
})

t.test('lines begin a line', async t => {
  for (const [before, between] of [
    ['hi', '\r\n'],
    ['hi\r', ''],
    ['hi\r\n\x1b[0m\x1b]0;title\x07', ''],
    ['', ''],
    ['\x1b[1mx\x1b[m', '\r\n'],
  ] as const) {
    const { hear, shown, answer } = scene()
    hear(`${before}<A># `)
    await answer('✓')
    t.equal(shown(), `${before}${between}✓\r\n<A># `, JSON.stringify(before))
  }
})

t.test('lines that come too late stand above the next prompt', async t => {
  const { hear, shown, expire, answer, given, fail } = scene()
  hear('<D;0><A># ')
  await expire()
  t.equal(shown(), '<D;0><A># ')
  await answer('late')
  t.equal(shown(), '<D;0><A># ')
  hear('x\r\n<C><D;0><A># ')
  t.equal(given.length, 2)
  await answer('now\n')
  t.equal(shown(), '<D;0><A># x\r\n<C><D;0>late\r\nnow\r\n<A># ')
  hear('\r\n<D;0><A># ')
  await fail()
  t.match(shown(), /now\r\n<A># \r\n<D;0><A># $/)
})

t.test('a prompt that is drawn again, a continuation and a full-screen program wait for nothing', async t => {
  const { hear, shown, answer, given } = scene()
  hear('<A># ')
  await answer('')
  const more = '\x1b[H<A># <C>\x1b[?1049h<D;0><A>~\x1b[?1049l<A;k=s>> '
  hear(more)
  t.equal(given.length, 1)
  t.equal(marked(shown()), marked(`<A># ${more}`))
  hear('<D;0><A># ')
  t.equal(given.length, 2)
  await answer('')
})

t.test('several prompts at once are held one by one', async t => {
  const { hear, shown, answer, given } = scene()
  hear('<A>1 <C>a\r\n<D;0><A>2 ')
  await answer('one')
  t.equal(given.length, 2)
  t.equal(shown(), 'one\r\n<A>1 <C>a\r\n<D;0>')
  await answer('two')
  t.equal(shown(), 'one\r\n<A>1 <C>a\r\n<D;0>two\r\n<A>2 ')
})

t.test('a flood ends the hold', async t => {
  const { hear, shown, expire } = scene()
  const flood = 'x'.repeat(100_000)
  hear('<A># ')
  for (let count = 0; count < 5; count++) hear(flood)
  await new Promise(resolve => setImmediate(resolve))
  t.equal(shown().length, '<A># '.length + 5 * flood.length)
  await expire()
})

t.test('lines of our own keep the order, and nothing is held where nothing is asked for', async t => {
  const { hear, shown, answer, print } = scene()
  print('none\n')
  hear('ab')
  print('hint:\nunshare')
  hear('<D;0><A># ')
  print('later')
  await answer('✓')
  t.equal(shown(), 'none\r\nab\r\nhint:\r\nunshare\r\n<D;0>✓\r\n<A># \r\nlater\r\n')
  const plain = scene({ isHolding: false })
  plain.hear('<D;0><A># ')
  t.equal(plain.shown(), '<D;0><A># ')
})

t.test('marks that no other terminal knows are not passed on', async t => {
  const { hear, shown, answer } = scene()
  hear('a<L;aid=1;    1  echo a\r\n><D;0;aid=1><R;aid=1;hint>b<A># ')
  await answer('')
  t.equal(shown(), 'a<D;0;aid=1>b<A># ')
})

t.test('lines go above a prompt that is alone, and it is drawn again', async t => {
  const { hear, insert, shown } = scene({ isHolding: false })
  t.notOk(insert('too early'), 'there is no prompt')
  hear('<D;0><A>$ ')
  t.ok(insert('done'))
  t.equal(shown(), '<D;0><A>$ \r\x1b[Jdone\r\n<A>$ ')
})

t.test('a prompt with something typed or printed behind it is left alone', async t => {
  const { hear, insert, typed } = scene({ isHolding: false })
  hear('<D;0><A>$ ')
  typed()
  t.notOk(insert('done'))
  hear('<C><D;0><A>$ ')
  t.ok(insert('done'))
  hear('\r\n[1]+ Done')
  t.notOk(insert('done'))
  hear('<C><D;0><A>two\r\nrows$ ')
  t.notOk(insert('done'))
  hear('<C>\x1b[?1049h')
  t.notOk(insert('done'), 'a full-screen program')
})

t.test('a prompt that is held is not drawn yet', async t => {
  const { hear, insert, answer } = scene()
  hear('<D;0><A>$ ')
  t.notOk(insert('done'))
  await answer('')
  t.ok(insert('done'))
})

t.test('a prompt that asks where the cursor is asks once', async t => {
  const { hear, insert, shown } = scene({ isHolding: false })
  hear('<A># \x1b[6n')
  t.ok(insert('done'))
  t.equal(shown(), '<A># \x1b[6n\r\x1b[Jdone\r\n<A># ')
})

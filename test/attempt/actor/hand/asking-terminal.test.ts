import t from 'tap'
import { askingTerminal } from '../../../../src/attempt/actor/hand/asking-terminal.ts'
import { nodeRuntime } from '../../../../src/runtime/node.ts'

const mark = (text: string) => `\x1b]133;${text}\x07`

/** A terminal with answers that the test gives; `sent` is what was typed into the machine. */
function scene() {
  const sent: string[] = []
  const asked: string[] = []
  let prompts = 0
  let shown = ''
  let give: (text: string) => void = () => undefined
  let begun = 0
  let hold: Promise<void> | undefined
  const terminal = askingTerminal(
    {
      answer: words => {
        asked.push(words.join(' '))
        return new Promise(resolve => {
          give = resolve
        })
      },
      send: keys => sent.push(keys),
      show: text => {
        shown += text
      },
      prompted: () => prompts++,
      begun: () => begun++,
      beforeEnter: () => hold,
    },
    nodeRuntime,
  )
  const answer = async (text: string) => {
    give(text)
    await new Promise(resolve => setImmediate(resolve))
  }
  /** Holds Enter until what this gives is called. */
  const holdEnter = () => {
    let release: () => void = () => undefined
    hold = new Promise(resolve => {
      release = () => {
        hold = undefined
        resolve()
      }
    })
    return async () => {
      release()
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  return {
    terminal,
    sent,
    asked,
    answer,
    holdEnter,
    shown: () => shown,
    prompts: () => prompts,
    begun: () => begun,
  }
}

t.test('a request is answered, and keys wait for the answer', async t => {
  const { terminal, sent, asked, answer, shown } = scene()
  terminal.heard(`${mark('A;aid=1')}# lab changed\r\n${mark('C;aid=1')}${mark('R;aid=1;changed')}`)
  terminal.pressed('l')
  terminal.pressed('s')
  t.same([asked, sent], [['changed'], []])
  await answer('nothing changed')
  t.match(shown(), /nothing changed\r\n$/)
  t.same(sent, ['\x07', 'ls'])
})

t.test('Enter waits, and what is pressed after it; other keys do not', async t => {
  const { terminal, sent, holdEnter } = scene()
  const release = holdEnter()
  terminal.pressed('ls')
  t.same(sent, ['ls'])
  terminal.pressed('\r')
  terminal.pressed('x')
  t.same(sent, ['ls'])
  await release()
  t.same(sent, ['ls', '\rx'])
  const again = holdEnter()
  terminal.pressed('\r')
  terminal.pressed('\x03')
  await again()
  t.same(sent.slice(2), ['\x03'])
})

t.test('a command begins where its mark is', t => {
  const { terminal, begun } = scene()
  terminal.heard(`${mark('A;aid=1')}# true\r\n`)
  t.equal(begun(), 0)
  terminal.heard(mark('C;aid=1'))
  t.equal(begun(), 1)
  t.end()
})

t.test('Ctrl-C passes at once, and no answer is shown', async t => {
  const { terminal, sent, answer, shown } = scene()
  terminal.heard(`${mark('C;aid=1')}${mark('R;aid=1;changed')}`)
  terminal.pressed('\x03')
  await answer('late')
  t.same(sent, ['\x03'])
  t.notMatch(shown(), 'late')
})

t.test('nobody asks at a prompt or in a full-screen program', async t => {
  const { terminal, asked, sent } = scene()
  terminal.heard(`${mark('A;aid=1')}# ${mark('R;aid=1;changed')}`)
  terminal.heard(`${mark('C;aid=1')}\x1b[?1049h${mark('R;aid=1;changed')}`)
  t.same([asked, sent], [[], []])
})

t.test('a shell that goes on by itself gets no BEL, and a program that has the screen no answer', async t => {
  const { terminal, sent, answer, shown } = scene()
  terminal.heard(`${mark('C;aid=1')}${mark('R;aid=1;changed')}${mark('D;0;aid=1')}${mark('A;aid=1')}# `)
  await answer('one')
  t.match(shown(), /# \r\none\r\n$/)
  t.same(sent, [])
  terminal.heard(`${mark('C;aid=1')}${mark('R;aid=1;changed')}\x1b[?1049h`)
  await answer('two')
  t.notMatch(shown(), 'two')
  t.same(sent, [])
})

t.test('a prompt that is drawn again is no new one', async t => {
  const { terminal, prompts, shown } = scene()
  const prompt = `${mark('A;aid=1')}# `
  terminal.heard(`${prompt}\r${prompt}`)
  await new Promise(resolve => setImmediate(resolve))
  t.equal(prompts(), 1)
  terminal.heard(`${mark('C;aid=1')}${mark('D;0;aid=1')}${prompt}`)
  t.equal(prompts(), 2)
  await new Promise(resolve => setImmediate(resolve))
  t.match(shown(), /(# .*){3}$/s)
})

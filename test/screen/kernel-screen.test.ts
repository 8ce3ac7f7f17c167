import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import headless from '@xterm/headless'
import t, { type Test } from 'tap'
import { openNews } from '../../src/live/kernel-news.ts'
import { viewOfWalk } from '../../src/live/view-of-walk.ts'
import type { FrontIo } from '../../src/screen/front.ts'
import { kernelScreen } from '../../src/screen/kernel-screen.ts'
import { aProcess, aWalk } from '../live/a-walk.ts'
import { keys } from './at-terminal.ts'

/** A kernel screen on a terminal emulator, whose clock stands still until it is set. */
function screenOn(t: Test, size: { rows: number; columns: number }) {
  const emulator = new headless.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true })
  const written: string[] = []
  const stdout = Object.assign(new EventEmitter(), {
    ...size,
    write: (text: string) => {
      written.push(text)
      emulator.write(text)
      return true
    },
  })
  const stdin = new PassThrough()
  const clock = { now: 0 }
  let left = 0
  const news = openNews()
  const screen = kernelScreen({ stdin, stdout } as unknown as FrontIo, {
    ...{ news, colour: false, now: () => clock.now },
    leave: () => {
      left += 1
    },
  })
  t.teardown(() => {
    screen.close()
    emulator.dispose()
  })
  const show = (...walk: Parameters<typeof aWalk>) => {
    const view = viewOfWalk(aWalk(...walk))
    news.take(view, clock.now)
    screen.show(view)
  }
  const lines = () =>
    new Promise<string[]>(resolve =>
      emulator.write('', () => {
        const { active } = emulator.buffer
        const all = Array.from({ length: emulator.rows }, (_, row) =>
          active.getLine(active.baseY + row)?.translateToString(true),
        )
        resolve(all.map(line => line ?? ''))
      }),
    )
  const press = async (text: string) => {
    stdin.write(text)
    await new Promise(setImmediate)
  }
  const resize = (rows: number, columns: number) => {
    emulator.resize(columns, rows)
    Object.assign(stdout, { rows, columns }).emit('resize')
  }
  return { screen, show, lines, press, resize, written, clock, emulator, left: () => left }
}

const many = Array.from({ length: 40 }, (_, index) => aProcess(100 + index, `p${index}`))

t.test('the view, the latest news for three seconds, and the keys', async t => {
  const { show, lines, clock, screen } = screenOn(t, { rows: 20, columns: 60 })
  show()
  t.match(await lines(), { 0: / 1 process/, 1: /60 +bash/, 3: /cgroup/, 19: /^ q leave {3}↑ ↓ scroll$/ })
  clock.now = 1000
  show([aProcess(70, 'sleep')])
  t.match(await lines(), { 2: /^ \+70 +sleep/, 14: / \+ process 70 \(sleep\)/ })
  clock.now = 4000
  show([aProcess(70, 'sleep')])
  t.match(await lines(), { 2: /^ {2}70 +sleep/, 14: /^$/ })
  screen.tell('The machine has been closed.')
  t.match(await lines(), { 1: /bash/, 19: /^ The machine has been closed\.$/ })
  show()
  t.match(await lines(), { 19: / q leave/ })
})

t.test('keys scroll, and the scroll ends where the view does', async t => {
  const { show, lines, press } = screenOn(t, { rows: 20, columns: 60 })
  show(many)
  t.match(await lines(), { 0: /41 processes/, 19: /lines 1–14 of 45$/ })
  await press(keys.down)
  t.match(await lines(), { 0: /bash/, 19: /lines 2–15/ })
  await press(keys.pageDown)
  t.match(await lines(), { 19: /lines 15–28/ })
  await press('\x1b[F')
  t.match(await lines(), { 13: /terminal/, 19: /lines 32–45/ })
  show()
  t.match(await lines(), { 0: /1 process/, 19: /scroll$/ })
  show(many)
  await press(keys.pageUp)
  t.match(await lines(), { 0: /41 processes/ })
})

t.test('another size is another layout', async t => {
  const { show, lines, resize } = screenOn(t, { rows: 20, columns: 60 })
  show(many)
  resize(8, 40)
  const small = await lines()
  t.match(small, { 0: /41 processes/, 7: /lines 1–5 of 45/ })
  t.ok(small.every(line => line.length <= 40))
})

t.test('it is drawn in one piece, only what differs, and gives the terminal back', async t => {
  const { show, press, written, screen, left, emulator, lines } = screenOn(t, { rows: 20, columns: 60 })
  show(many)
  const before = written.length
  show([...many.slice(0, -1), aProcess(139, 'px')])
  const drawn = written.slice(before).join('')
  t.ok(drawn.startsWith('\x1b[?2026h') && drawn.endsWith('\x1b[?2026l'))
  t.notMatch(drawn, 'p10', 'a line that is the same is not drawn again')
  await press('q')
  await press(keys.interrupt)
  t.equal(left(), 2)
  screen.close()
  await lines()
  t.equal(emulator.buffer.active.type, 'normal')
  show()
  t.equal(await lines().then(lines => lines.join('').trim()), '', 'nothing more is drawn')
})

import t from 'tap'
import { progressWords, replayProgress } from '../../src/command/replay-progress.ts'
import type { World } from '../../src/command/world.ts'

const fakeTerminal = (isTTY: boolean) => {
  const texts: string[] = []
  const stderr = { isTTY, columns: 40, write: (text: string) => texts.push(text) }
  return { world: { stderr } as unknown as World, texts }
}

t.test('it says how many are judged, and how long the others take', async t => {
  const words = (rest: object) =>
    progressWords({ all: 200, done: 12, failed: 0, performed: 12, ms: 24_000, ...rest })
  t.equal(words({}), '12 of 200 judged, about 7 min left')
  t.equal(words({ failed: 3, ms: 1_200 }), '12 of 200 judged, 3 failed, about 19 s left')
  t.equal(
    words({ performed: 6, ms: 6_000 }),
    '12 of 200 judged, about 4 min left',
    'what is remembered takes no time',
  )
  t.equal(words({ performed: 0 }), '12 of 200 judged')
  t.equal(words({ done: 200, ms: 1e9 }), '200 of 200 judged')
  t.match(words({ ms: 1e7 }), /about 44 h left/)
})

t.test('a line is shown after a second, and is out of the way when something is written', async t => {
  const { world, texts } = fakeTerminal(true)
  let now = 0
  const progress = replayProgress(4, world, () => now)
  progress.heard('pass', false)
  t.same(texts, [])
  now = 2_000
  progress.heard('fail', false)
  t.same(texts, ['unboxed: 2 of 4 judged, 1 failed, about…'])
  t.equal(
    progress.around(() => texts.push('row')),
    2 + 1,
  )
  t.same(texts.slice(1), ['\r\u001b[2K', 'row', 'unboxed: 2 of 4 judged, 1 failed, about…'])
  progress.end()
  t.equal(texts.at(-1), '\r\u001b[2K')
})

t.test('nothing is shown where there is no terminal', async t => {
  const { world, texts } = fakeTerminal(false)
  const progress = replayProgress(1, world, () => 1e6)
  progress.heard('pass', false)
  t.equal(
    progress.around(() => 3),
    3,
  )
  progress.end()
  t.same(texts, [])
})

import t from 'tap'
import { floodReader } from '../../../../src/attempt/actor/hand/flood.ts'

function scene() {
  const told: unknown[] = []
  const flood = floodReader({
    hear: text => told.push(text),
    missed: gap => told.push(gap),
    next: ms => told.push(ms),
  })
  const section = (tail: string, dropped: number, lines: number) =>
    flood.section({
      tails: { stdout: tail, stderr: '' },
      dropped: { stdout: dropped, stderr: 0 },
      lines: { stdout: lines, stderr: 0 },
    })
  return { told, flood, section }
}

t.test('what the agent holds back is asked for, less and less often while the flood lasts', async t => {
  const { told, flood, section } = scene()
  flood.output('a\nb\n')
  for (let count = 0; count < 5; count++) {
    flood.held()
    section('y\n', 100, 60)
  }
  t.same(
    told.filter(each => typeof each === 'number'),
    [50, 100, 200, 400, 400],
  )
  flood.held()
  section('c', 0, 1)
  flood.held()
  t.equal(told.at(-1), 50, 'it is over')
})

t.test('a gap is told before the tail, with the lines that it had', async t => {
  const { told, flood, section } = scene()
  flood.output('a\nb\n')
  section('y\n', 100, 53)
  t.same(told, ['a\nb\n', { bytes: 100, lines: 50 }, 'y\n'])
  section('z\n', 10, 6)
  t.same(told.slice(3), [{ bytes: 10, lines: 5 }, 'z\n'], 'lines are those of one section')
})

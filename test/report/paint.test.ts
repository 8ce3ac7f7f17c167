import t from 'tap'
import { paintFor } from '../../src/report/paint.ts'

t.test('colour only where it is wanted, and never around nothing', async t => {
  const { red, bold } = paintFor(true)
  t.equal(red('x'), '\u001b[31mx\u001b[39m')
  t.equal(bold(red('x')), '\u001b[1m\u001b[31mx\u001b[39m\u001b[22m')
  t.equal(red(''), '')
  for (const paint of Object.values(paintFor(false))) t.equal(paint('x'), 'x')
})

import t from 'tap'
import { paster } from '../../../../src/attempt/actor/hand/paster.ts'

/** A paster, what it has sent, and a function that lets the present line end. */
function scene() {
  const sent: string[] = []
  const ends: (() => void)[] = []
  const press = paster(
    keys => sent.push(keys),
    () => new Promise<void>(resolve => ends.push(resolve)),
  )
  const end = async () => {
    ends.shift()?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  return { sent, press, end }
}

t.test('keys are passed on at once, and lines one by one', async t => {
  const { sent, press, end } = scene()
  press('e')
  press('cho\r')
  t.same(sent, ['e', 'cho\r'])
  press('one\rtw')
  press('o\r')
  t.same(sent.length, 2, 'typed ahead')
  await end()
  t.same(sent.slice(2), ['one\r'])
  await end()
  t.same(sent.slice(3), ['tw', 'o\r'])
  await end()
  press('x')
  t.same(sent.slice(5), ['x'])
})

t.test('Ctrl-C is passed on at once, and drops what waits', async t => {
  const { sent, press, end } = scene()
  press('sleep 9\rlost\r')
  press('\x03')
  t.same(sent, ['sleep 9\r', '\x03'])
  await end()
  press('true\r')
  t.same(sent, ['sleep 9\r', '\x03', 'true\r'])
})

t.test('what waits is bounded', async t => {
  const { sent, press, end } = scene()
  press('x\r'.repeat(20_000))
  for (let count = 0; count < 10_010; count++) await end()
  t.equal(sent.length, 10_000)
})

t.test('where nobody waits for lines to end, keys are passed on as they come, however many', async t => {
  const sent: string[] = []
  const press = paster(keys => sent.push(keys), undefined)
  const many = 'x\r'.repeat(20_000)
  press(many)
  press('y')
  t.same(sent, [many, 'y'])
})

t.test('while it is held, only keys that make signals pass', async t => {
  const sent: string[] = []
  let release: () => void = () => undefined
  let hold: Promise<void> | undefined = new Promise(resolve => {
    release = resolve
  })
  const press = paster(
    keys => sent.push(keys),
    async () => undefined,
    () => hold,
  )
  press('lost')
  press('\x03')
  press('ls')
  t.same(sent, ['\x03'])
  hold = undefined
  release()
  await new Promise(resolve => setImmediate(resolve))
  t.same(sent, ['\x03', 'ls'])
})

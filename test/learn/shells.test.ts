import t from 'tap'
import type { Terminal } from '../../src/attempt/actor/hand/terminal.ts'
import { openShells } from '../../src/learn/shells.ts'

/** Shells that open when they are told to, by their numbers. */
function scene() {
  const opening = new Map<number, { open(): void; fail(): void }>()
  const pressed: string[] = []
  const ended: number[] = []
  let isEmpty = false
  const close = new Map<number, () => void>()
  const shells = openShells(
    number =>
      new Promise((resolve, reject) => {
        const closed = new Promise<number | null>(end => close.set(number, () => end(0)))
        const terminal = { number, closed, press: (keys: string) => pressed.push(`${number}:${keys}`) }
        opening.set(number, {
          open: () => resolve(terminal as unknown as Terminal),
          fail: () => reject(new Error('no')),
        })
      }),
    {
      changed: () => undefined,
      closed: number => ended.push(number),
      allClosed: () => {
        isEmpty = true
      },
    },
  )
  const end = async (number: number) => {
    close.get(number)?.()
    await new Promise(setImmediate)
  }
  return { shells, opening, pressed, ended, end, isEmpty: () => isEmpty }
}

t.test(
  'shells that are opened at the same time have numbers of their own, and the first one is 1',
  async t => {
    const { shells, opening } = scene()
    const begun: number[] = []
    const second = shells.open(undefined, number => begun.push(number))
    const third = shells.open(undefined, number => begun.push(number))
    const first = shells.open(1)
    t.same(begun, [2, 3])
    for (const { open } of opening.values()) open()
    t.same(await Promise.all([first, second, third]), [1, 2, 3])
    t.match(shells.state(), { number: 1, of: 3 })
    t.equal(await shells.open(2), 2, 'it is open')
    t.equal(opening.size, 3)
  },
)

t.test('a number is free again once its shell has ended, or could not be opened', async t => {
  const { shells, opening, ended, end, isEmpty } = scene()
  const first = shells.open(1)
  opening.get(1)?.open()
  await first
  const failed = shells.open()
  opening.get(2)?.fail()
  await t.rejects(failed)
  const second = shells.open()
  opening.get(2)?.open()
  t.equal(await second, 2)
  await end(2)
  t.same([ended, isEmpty()], [[2], false])
  await end(1)
  t.same([ended, isEmpty()], [[2, 1], true])
})

t.test('keys wait for the shell that they are for', async t => {
  const { shells, opening, pressed } = scene()
  shells.press(1, 'l')
  shells.press(1, 's')
  const first = shells.open(1)
  opening.get(1)?.open()
  await first
  shells.press(1, '\r')
  t.same(pressed, ['1:ls', '1:\r'])
})

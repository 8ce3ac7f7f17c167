import t from 'tap'
import { type LearnersDesk, learner, type Person } from '../../../../src/attempt/actor/hand/learner.ts'
import { openVm } from '../../../../src/machine/vm/vm.ts'
import { useOwnCache } from '../../../machine/vm/own-cache.ts'
import { vmSettings } from '../../../machine/vm/settings.ts'
import { attempted, labOf } from './by-hand.ts'

t.setTimeout(900_000)
await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

const timeout = 8_000 * vm.slowness

const lab = labOf([
  {
    id: 'box',
    as: 'box',
    run: 'unshare --uts --fork sleep 1000',
    expect: [{ process: 'box', namespaces: { uts: 'own' } }],
  },
])

/** Work at a desk with terminals of 24 rows, and what came of it. */
const worked = async (work: (desk: LearnersDesk) => Promise<void>, more: Partial<Person> = {}) =>
  attempted(lab, learner({ size: { rows: 24, columns: 80 }, term: 'xterm', ...more, work }), vm)

t.test('what only asks is no part of the record', async t => {
  const asked: string[] = []
  const { evidence } = await worked(
    async desk => {
      const terminal = await desk.terminal(1)
      for (const line of ['echo one', 'lab hint', 'lab check; echo two', 'bash', 'lab hint', 'exit'])
        await terminal.typeLine(line, { timeout })
    },
    {
      asked: async (terminal, words) => {
        asked.push(`${terminal} ${words.join(' ')}`)
        return 'an answer'
      },
    },
  )
  t.same(asked, ['1 hint', '1 check', '1 hint'])
  t.same(
    evidence.hand?.commands.map(({ line, output }) => [line, output]),
    [
      ['echo one', 'one\n'],
      ['lab check; echo two', 'two\n'],
      ['bash', evidence.hand?.commands[2]?.output],
      ['exit', 'exit\n'],
    ],
  )
  t.notMatch(JSON.stringify(evidence.hand), 'an answer')
})

t.test('lines above a prompt rest on a look at it, also at the first prompt of a shell inside', async t => {
  let shown = ''
  const { evidence } = await worked(
    async desk => {
      const terminal = await desk.terminal(1)
      await terminal.typeLine('true', { timeout })
      await terminal.typeLine('unshare --uts --fork bash', { timeout })
      await terminal.typeLine('echo end', { timeout })
      const box = desk.resolver.process('box')?.pid ?? 0
      t.equal(desk.programs(box), 'unshare → bash')
      t.equal(desk.programs(1), '')
      await desk.done()
    },
    {
      show: (_, text) => {
        shown += text
      },
      seen: resolver => {
        state = resolver.open() ? 'open' : 'done'
      },
      abovePrompt: async (_, looked) => {
        await looked
        return `it is ${state}`
      },
    },
  )
  t.ok(evidence)
  const plain = shown.replace(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?\x07/g, '')
  const [beforeInside = '', inside = ''] = plain.split('--fork bash\r\n')
  t.match(beforeInside, 'it is open\r\nunboxed:/root# ')
  t.notMatch(beforeInside, 'it is done')
  t.match(inside, /^\r?it is done\r\nunboxed:\/root# /)
})
let state = 'open'

t.test('every terminal has the size of the desk, also one that is opened later', async t => {
  const sizes: string[] = []
  await worked(async desk => {
    const sizeIn = async (number: number) => {
      const { command } = await (await desk.terminal(number)).typeLine('stty size', { timeout })
      sizes.push(command?.output.trim() ?? '')
    }
    await sizeIn(1)
    desk.resize({ rows: 30, columns: 100 })
    await sizeIn(2)
    await sizeIn(1)
  })
  t.same(sizes, ['24 80', '30 100', '30 100'])
})

t.test('keys that are pressed before the first prompt are not lost', async t => {
  const { evidence } = await worked(async desk => {
    const [opened] = [desk.terminal(1), desk.terminal(1).then(terminal => terminal.press('echo ea'))]
    const terminal = await opened
    terminal.press('rly\r')
    for (let count = 0; count < 100 && !desk.record.commands.at(-1)?.endedAt; count++)
      await new Promise(resolve => setTimeout(resolve, 50))
  })
  t.match(evidence.hand?.commands, [{ line: 'echo early', output: 'early\n' }])
})

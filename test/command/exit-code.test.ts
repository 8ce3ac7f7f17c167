import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exitCodes } from '../../src/report/exit-code.ts'
import { codeOf, documented, nameOf, type Way } from './exit-code.ts'

const folder = t.testdir()
const evidence = join(import.meta.dirname, '../fixtures/evidence/format-1')
const nowhere = { HOME: '/nonexistent', PATH: '/nowhere' }
const home = { ...process.env, HOME: folder, XDG_CACHE_HOME: folder, UNBOXED_ALLOW_LOCAL: '' }

/** Command lines that print something and need no machine. */
const harmless: readonly (readonly string[])[] = [
  ['list'],
  ['validate'],
  ['show', 'pid'],
  ['judge', evidence],
  ['machine', 'status'],
]
const opening = [
  ['run', 'pid'],
  ['replay', '-', '--lab', 'pid'],
  ['prove', 'pid'],
  ['record', join(folder, 'r.yaml')],
  ['shell'],
]
const commands = [...documented()].filter(row => row.startsWith('2 ')).map(row => row.slice(2))

const ways: readonly Way[] = [
  ...harmless.map(args => ({ code: 0, args, env: home })),
  { code: 0, args: ['new', join(folder, 'new.yaml')] },
  { code: 0, args: ['eject', 'pid', '--out', join(folder, 'out')] },
  ...commands.map(command => ({ code: 2, args: [command, '--nosuch'] })),
  ...harmless.map(args => ({ code: 3, args, env: home, output: 'full' as const })),
  ...opening.map(args => ({ code: 3, args, env: nowhere })),
  { code: 3, args: ['doctor'], env: nowhere },
  { code: 3, args: ['new', '/proc/new.yaml'] },
  { code: 3, args: ['eject', 'pid', '--out', '/proc'] },
  ...opening.map(args => ({ code: 4, args: [...args, '--machine', 'local'], env: home })),
  ...harmless.map(args => ({ code: 141, args, env: home, output: 'gone' as const })),
  { code: 141, args: ['new', join(folder, 'unheard.yaml')], output: 'gone' },
  { code: 141, args: ['eject', 'pid', '--out', join(folder, 'unheard')], output: 'gone' },
  { code: 141, args: ['doctor'], env: nowhere, output: 'gone' },
  { code: 141, args: ['run', 'pid'], env: nowhere, output: 'gone' },
  { code: 141, args: ['replay', '-', '--lab', 'pid'], env: nowhere, output: 'gone' },
]

for (const way of ways)
  t.test(`${nameOf(way)}: ${way.args.slice(1).join(' ')}`, async t => {
    t.equal(await codeOf(way), way.code)
  })

t.test('what the table says and is not shown here is shown in a VM, and nothing else', async t => {
  const inVm = readFileSync(join(import.meta.dirname, 'exit-code.vm.ts'), 'utf8')
  const shown = [
    ...ways.map(nameOf),
    ...[...inVm.matchAll(/code: (\d+), args: \['(\w+)'/g)].map(([, code, command]) => `${code} ${command}`),
  ]
  t.same([...new Set(shown)].sort(), documented().sort())
})

t.test('the table has every code', async t => {
  const codes = new Set(documented().map(row => Number.parseInt(row, 10)))
  t.same([...codes].sort(), Object.values(exitCodes).sort())
})

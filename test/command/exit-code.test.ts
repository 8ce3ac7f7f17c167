import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openShells } from '../../src/command/open-shells.ts'
import type { World } from '../../src/command/world.ts'
import { exitCodes } from '../../src/report/exit-code.ts'
import { atTerminal } from '../screen/at-terminal.ts'
import { attemptText } from './attempt-text.ts'
import { codeOf, documented, nameOf, type Way } from './exit-code.ts'

const folder = t.testdir({
  state: { unboxed: { attempt: { 'namespace.uts.json': attemptText('namespace/uts', { box: ['true'] }) } } },
})
const state = { XDG_STATE_HOME: join(folder, 'state') }
const handIn = ['hand-in', '--force', '--out', join(folder, 'handed.tgz')]
const evidence = join(import.meta.dirname, '../fixtures/evidence/format-1')
const nowhere = { HOME: '/nonexistent', PATH: '/nowhere', ...state }
const home = { ...process.env, ...state, HOME: folder, XDG_CACHE_HOME: folder, UNBOXED_ALLOW_LOCAL: '' }

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
  handIn,
  ['prove', 'pid'],
  ['record', join(folder, 'r.yaml')],
  ['shell'],
]
/** Somebody at a lab, with shells of this host, which can be watched. */
async function watched() {
  const env = { ...home, XDG_CACHE_HOME: join(folder, 'watched') }
  const learner = ['--import=tsx', join(import.meta.dirname, '../screen/learner.ts'), '--serve']
  const { untilSo } = await atTerminal(t, [process.execPath, ...learner], { env })
  let isOpen = false
  const look = setInterval(async () => {
    isOpen = (await openShells({ env, uid: process.getuid?.() } as unknown as World)).length > 0
  }, 50)
  await untilSo('a task that can be watched', () => isOpen)
  clearInterval(look)
  return env
}

/** Its standard input is a socket, and so is the other end of the task. */
const isWatching = (pid: number) =>
  readdirSync(`/proc/${pid}/fd`).filter(fd => linkOf(`/proc/${pid}/fd/${fd}`).startsWith('socket:')).length >
  1

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // closed meanwhile
  }
}

const beside = await watched()
const commands = [...documented()].filter(row => row.startsWith('2 ')).map(row => row.slice(2))

const ways: readonly Way[] = [
  ...harmless.map(args => ({ code: 0, args, env: home })),
  { code: 0, args: ['new', join(folder, 'new.yaml')] },
  { code: 0, args: ['eject', 'pid', '--out', join(folder, 'out')] },
  ...commands.map(command => ({ code: 2, args: [command, '--nosuch'] })),
  ...harmless.map(args => ({ code: 3, args, env: home, output: 'full' as const })),
  ...opening.map(args => ({ code: 3, args, env: nowhere })),
  { code: 0, args: ['watch'], env: beside, atTerminal: { when: /q quit/, type: 'q' } },
  { code: 3, args: ['watch'], env: home },
  { code: 130, args: ['watch', '--plain'], env: beside, interruptedWhen: isWatching },
  { code: 141, args: ['watch', '--plain'], env: beside, output: 'gone' },
  { code: 3, args: ['learn'], env: nowhere, atTerminal: 'untouched' },
  { code: 4, args: ['learn', '--machine', 'local'], env: home, atTerminal: 'untouched' },
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
  { code: 141, args: handIn, env: nowhere, output: 'gone' },
]

for (const way of ways)
  t.test(`${nameOf(way)}: ${way.args.slice(1).join(' ')}`, async t => {
    t.equal(await codeOf(way), way.code)
  })

t.test('what the table says and is not shown here is shown in a VM, and nothing else', async t => {
  const inVm = readFileSync(join(import.meta.dirname, 'exit-code.vm.ts'), 'utf8')
  const shown = [
    ...ways.map(nameOf),
    ...[...inVm.matchAll(/code: (\d+), args: \['([\w-]+)'/g)].map(
      ([, code, command]) => `${code} ${command}`,
    ),
  ]
  t.same([...new Set(shown)].sort(), documented().sort())
})

t.test('the table has every code', async t => {
  const codes = new Set(documented().map(row => Number.parseInt(row, 10)))
  t.same([...codes].sort(), Object.values(exitCodes).sort())
})

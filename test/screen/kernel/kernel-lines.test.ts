import t from 'tap'
import { viewOfWalk } from '../../../src/live/view-of-walk.ts'
import { widthOf } from '../../../src/report/format/pretty/page.ts'
import { kernelLines } from '../../../src/screen/kernel/kernel-lines.ts'
import { kernelNewsLines } from '../../../src/screen/kernel/news-lines.ts'
import { aCgroup, aProcess, aWalk } from '../../live/a-walk.ts'

const inside = { uts: 'uts:[4026532177]', pid: 'pid:[4026532178]' }
const limits = {
  'memory.current': '2202009',
  'memory.max': '9437184',
  'pids.current': '19',
  'pids.max': '20',
}
const walk = (usage: number) =>
  aWalk(
    [
      aProcess(70, 'unshare', { parent: 60 }),
      aProcess(71, 'sleep', {
        ...{ parent: 70, pids: [71, 1], namespaces: inside, hostname: 'whale', uid: 1000, cgroup: '/box/in' },
      }),
      aProcess(72, 'yes', { parent: 60, state: 'R' }),
      aProcess(1234, 'orphan', { state: 'Z' }),
    ],
    [
      aCgroup('/box', { ...limits, 'cpu.max': '50000 100000' }, usage),
      aCgroup('/box-2'),
      aCgroup('/box/in', { 'cgroup.events': 'populated 0\nfrozen 1' }),
    ],
  )
const view = viewOfWalk(walk(37_000), { walk: walk(0), ms: 100 })
const plain = { colour: false, isNew: () => false }
const lines = (columns: number) => kernelLines(view, { ...plain, columns })

t.test('a tree of processes, and a table of cgroups', async t => {
  t.same(lines(80), [
    ' 5 processes  (and 2 of the agent)',
    '    60      bash         /terminal',
    '    70      ├─ unshare   /terminal',
    '    71 (1)  │  └─ sleep  pid uts  user 1000  host whale  /box/in',
    '    72      └─ yes       running  /terminal',
    '  1234      orphan       zombie  /terminal',
    '',
    '  cgroup     memory   pids      cpu  state',
    '  box       2.1M/9M  19/20  37%/50%  populated',
    '    in            -      -   0%/max  empty, frozen',
    '  box-2           -      -   0%/max  populated',
    '  terminal        -  2/max   0%/max  populated',
  ])
})

t.test('what is new is marked', async t => {
  const marked = kernelLines(view, {
    columns: 80,
    colour: false,
    isNew: what => what === 71 || what === '/box',
  })
  t.same(
    marked.filter(line => line.startsWith(' +')),
    [
      '+  71 (1)  │  └─ sleep  pid uts  user 1000  host whale  /box/in',
      '+box       2.1M/9M  19/20  37%/50%  populated',
    ].map(line => ` ${line}`),
  )
})

t.test('colours: little is left of a limit', async t => {
  const coloured = kernelLines(view, { columns: 80, colour: true, isNew: () => false }).join('\n')
  t.match(coloured, '\x1b[31m19/20\x1b[39m')
  t.notMatch(lines(80).join('\n'), '\x1b')
})

t.test('narrow terminals show the beginnings of lines', async t => {
  for (const columns of [60, 40]) {
    const narrow = lines(columns).filter(line => !/memory|max|\d%|^ 5/.test(line))
    t.same(
      narrow.filter(line => widthOf(line) > columns),
      [],
      `${columns} columns`,
    )
  }
  t.match(lines(40).join('\n'), /71 \(1\) {2}│ {2}└─ sleep +pid uts …?/)
  t.match(lines(40).join('\n'), /box +2\.1M\/9M +19\/20 +37%\/50%/)
})

t.test('text of the guest moves no cursor', async t => {
  const evil = 'a\x1b[2Jb\nc\td'
  const hostile = viewOfWalk(
    aWalk(
      [aProcess(70, evil, { namespaces: inside, hostname: evil, cgroup: `/${evil}` })],
      [aCgroup(`/${evil}`)],
    ),
  )
  const text = kernelLines(hostile, { ...plain, columns: 200 })
  t.notMatch(text.join(''), /[\x00-\x1f]/)
  t.equal(text.join('\n').match(/a\\x1b\[2Jb c d/g)?.length, 4)
})

t.test(
  'processes that are each other’s parents are shown once, and a deep tree is not drawn wider',
  async t => {
    const circle = viewOfWalk(
      aWalk([aProcess(70, 'one', { parent: 71 }), aProcess(71, 'two', { parent: 70 })]),
    )
    const text = kernelLines(circle, { ...plain, columns: 80 }).join('\n')
    t.equal(text.match(/one|two/g)?.length, 2)
    const chain = Array.from({ length: 500 }, (_, index) =>
      aProcess(100 + index, 'link', { parent: 99 + index }),
    )
    const deep = kernelLines(viewOfWalk(aWalk(chain)), { ...plain, columns: 200 })
    t.equal(deep.filter(line => line.includes('link ')).length, 500)
    t.ok(deep.every(line => widthOf(line) < 120))
  },
)

t.test('the latest news are shown, and how many there are before', async t => {
  const changes = ['one', 'two', 'three'].map(text => ({ sign: '+' as const, text, shown: '/proc' }))
  const shape = { columns: 10, colour: false }
  t.same(kernelNewsLines(changes, { ...shape, rows: 3 }), [' + one', ' + two', ' + three'])
  t.same(kernelNewsLines(changes, { ...shape, rows: 2 }), [' … 2 earlier', ' + three'])
  t.same(kernelNewsLines([{ sign: '~', text: 'a long text', shown: '' }], { ...shape, rows: 2 }), [
    ' ~ a long…',
  ])
})

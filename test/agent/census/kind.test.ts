import { readFileSync } from 'node:fs'
import t from 'tap'
import { differences, wordsOf } from '../../../src/agent/census/difference.ts'
import { kinds } from '../../../src/agent/census/kind.ts'
import { sectionsOf } from '../../../src/agent/census/survey.ts'

type Rows = Readonly<Record<string, string>>

/** A survey with this section only; nft's is a text, all others are pairs. */
function surveyOf(section: string, rows: Rows | string) {
  const text =
    typeof rows === 'string'
      ? rows
      : Object.entries(rows)
          .map(([id, value]) => `${id}\0${value}\0`)
          .join('')
  return sectionsOf(Buffer.from(`${section} ${Buffer.byteLength(text, 'latin1')}\n${text}`, 'latin1'))
}

const changesOf = (section: string, before: Rows | string, now: Rows | string) =>
  differences(surveyOf(section, before), surveyOf(section, now))

const told = (section: string, before: Rows | string, now: Rows | string) =>
  wordsOf(changesOf(section, before, now)).map(({ kind, what }) => `${kind}: ${what}`)

const acts = (section: string, before: Rows | string, now: Rows | string) =>
  changesOf(section, before, now).map(({ kind, change }) => kind.takeBack(change))

t.test('each kind has its words, and what takes it back', async t => {
  const table = 'table inet lab {\n}\n'
  const rows: [
    section: string,
    before: Rows | string,
    now: Rows | string,
    words: string[],
    acts: unknown[],
  ][] = [
    ['mount', {}, { '9 1 0:1 / /a\\040b': 'tmpfs' }, ['mount: /a b'], [['unmount', '/a b']]],
    [
      'mount',
      {},
      { '9 1 0:4 net:[42] /run/netns/x': 'nsfs', '8 1 0:4 net:[42] /run/netns/x': 'nsfs' },
      ['mount: /run/netns/x', 'namespace: net:[42] (held by /run/netns/x)'],
      [
        ['unmount', '/run/netns/x'],
        ['unmount', '/run/netns/x'],
      ],
    ],
    ['mount', { '9 1 0:1 / /dev/shm': 'tmpfs' }, {}, ['mount: /dev/shm (unmounted)'], [undefined]],
    ['mount', {}, { '9 1 0:1 / /run/user/1000': 'tmpfs' }, [], []],
    [
      'link',
      { eth0: '' },
      { left0: '' },
      ['link: eth0 (deleted)', 'link: left0'],
      [undefined, ['link', 'left0']],
    ],
    ['link', {}, { sit0: '', dummy0: '' }, [], [['link', 'dummy0']]],
    ['loop', {}, { loop0: '/tmp/disk' }, ['loop: /dev/loop0 (/tmp/disk)'], [['loop', 'loop0']]],
    ['loop', { loop0: '/tmp/disk' }, {}, [], []],
    [
      'nftables',
      '',
      table,
      ['nftables: table inet lab'],
      [['nft', 'add table inet lab\ndelete table inet lab\n']],
    ],
    [
      'nftables',
      table,
      '',
      ['nftables: table inet lab (deleted)'],
      [['nft', `add table inet lab\ndelete table inet lab\n${table}`]],
    ],
    [
      'nftables',
      table,
      'table inet lab {\n\tchain x {\n\t}\n}\n',
      ['nftables: table inet lab (changed)'],
      [['nft', `add table inet lab\ndelete table inet lab\n${table}`]],
    ],
    [
      'hostname',
      { 'kernel/hostname': 'unboxed\n', 'kernel/domainname': '(none)\n' },
      { 'kernel/hostname': 'box\n', 'kernel/domainname': '(none)\n' },
      ['hostname: host name box (was unboxed)'],
      [['sysctl', 'kernel/hostname', 'unboxed\n']],
    ],
    [
      'sysctl',
      {
        'net/ipv4/conf/all/forwarding': '0\n',
        'net/ipv4/ip_forward': '0\n',
        'net/ipv4/tcp_rmem': '1\t2\t3\n',
      },
      {
        'net/ipv4/conf/all/forwarding': '1\n',
        'net/ipv4/ip_forward': '1\n',
        'net/ipv4/tcp_rmem': '1\t2\t4\n',
      },
      [
        'sysctl: net.ipv4.ip_forward = 1 (was 0)',
        'sysctl: net.ipv4.tcp_rmem = 1 2 4 (was 1 2 3)',
        'sysctl: net.ipv4.conf.all.forwarding = 1 (was 0)',
      ],
      [
        ['sysctl', 'net/ipv4/ip_forward', '0\n'],
        ['sysctl', 'net/ipv4/tcp_rmem', '1\t2\t3\n'],
        ['sysctl', 'net/ipv4/conf/all/forwarding', '0\n'],
      ],
    ],
    ['sysctl', { 'a/gone': '1' }, { 'a/new': '1' }, [], []],
    [
      'ipc',
      { 'shm 7': '' },
      { 'shm 0': '', 'sem 1': '', 'msg 2': '', 'queue q': '', 'file mine': '', 'file sem.x y': '' },
      [
        'ipc: System V shared memory 0',
        'ipc: System V semaphores 1',
        'ipc: System V message queue 2',
        'ipc: POSIX message queue q',
        'ipc: POSIX shared memory mine',
        'ipc: POSIX semaphore x y',
      ],
      [
        ['shm', '0'],
        ['sem', '1'],
        ['msg', '2'],
        ['queue', 'q'],
        ['file', '/dev/shm/mine'],
        ['file', '/dev/shm/sem.x y'],
      ],
    ],
    [
      'file',
      { '/etc/hosts': '1', '/etc/issue': '1', '/tmp/old': '1' },
      {
        '/etc/hosts': '2',
        '/tmp/new': '',
        '/tmp/new/a': '',
        '/tmp/new/a/b': '',
        '/tmp/newer': '',
        '/tmp/old': '1',
      },
      [
        'file: /etc/issue (deleted)',
        'file: /etc/hosts (changed)',
        'file: /tmp/new and 2 below it',
        'file: /tmp/newer',
      ],
      [undefined, undefined, ['file', '/tmp/new'], ['file', '/tmp/newer']],
    ],
    ['file', {}, { '/run/netns': '', '/run/netns/x': '' }, [], [['file', '/run/netns']]],
  ]
  for (const [section, before, now, words, takeBack] of rows) {
    t.same(told(section, before, now), words, section)
    t.same(acts(section, before, now), takeBack, section)
  }
  t.same(
    new Set(rows.map(([section]) => section)),
    new Set(kinds.map(({ section }) => section)),
    'every kind',
  )
})

t.test(
  'below a mount that came or went nothing is compared: it is another folder that is seen there',
  async t => {
    const before = { '/var/data': 'mounted', '/tmp/at': 'd', '/tmp/at/file': '1' }
    const now = { '/var/data': 'd', '/var/data/hidden': '1', '/tmp/at': 'mounted' }
    t.same(told('file', before, now), [])
    t.same(acts('file', before, now), [])
  },
)

t.test('what could not be listed is not compared', async t => {
  const whole = surveyOf('file', { '/tmp/x': '1' })
  t.same(differences(whole, sectionsOf(Buffer.from('file 100\n/tmp/'))), [])
})

t.test('the documents list every kind', async t => {
  const text = readFileSync('docs/machines.md', 'utf8')
  for (const { section, counts } of kinds) t.ok(text.includes(`| ${section} | ${counts} |`), section)
})

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { cgroup2Magic as cgroup2, tmpfsMagic as tmpfs } from '../../../src/linux/file-system.ts'
import { refusal, type ThisMachine, triesOpenTree } from '../../../src/machine/local/requirement.ts'

const unified = '30 24 0:27 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n'
const hybrid = [
  '30 24 0:27 / /sys/fs/cgroup rw - tmpfs tmpfs rw',
  '31 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
  '32 30 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n',
].join('\n')

const folder = t.testdir()
let count = 0

/** A machine on which labs may run, with these files instead of or beside its own. */
function machine(files: Record<string, string> = {}, found: Partial<ThisMachine> = {}): ThisMachine {
  const root = join(folder, String(++count))
  const commands = Object.fromEntries(
    ['unshare', 'flock', 'ip', 'umount', 'perl'].map(name => [`/usr/bin/${name}`, '']),
  )
  const usual = {
    '/etc/unboxed-machine': '',
    '/proc/filesystems': 'nodev\tcgroup2\n',
    '/proc/self/mountinfo': unified,
    '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n',
    ...commands,
  }
  for (const [path, text] of Object.entries({ ...usual, ...files })) {
    if (text === 'absent') continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    chmodSync(join(root, path), 0o755)
  }
  const env = { PATH: '/usr/sbin:/usr/bin' }
  const kernel = { release: '6.12.0', hasOpenTree: () => true }
  return {
    platform: 'linux',
    uid: 0,
    root,
    env,
    allowed: false,
    fileSystem: () => cgroup2,
    ...kernel,
    ...found,
  }
}

t.test('where nothing is missing, labs may run', async t => {
  t.equal(refusal(machine()), undefined)
})

const cases: [string, ThisMachine, string, RegExp][] = [
  ['another system', machine({}, { platform: 'darwin' }), 'not-linux', /darwin/],
  [
    'a kernel from before open_tree(2)',
    machine({}, { release: '5.1.0', hasOpenTree: () => false }),
    'kernel-too-old',
    /\(5\.1\.0\) lacks open_tree\(2\)/,
  ],
  ['an ordinary user', machine({}, { uid: 1000 }), 'not-root', /1000/],
  [
    'a machine of somebody',
    machine({ '/etc/unboxed-machine': 'absent' }),
    'not-for-labs',
    /not a virtual machine/,
  ],
  [
    'a virtual machine of somebody',
    machine({ '/etc/unboxed-machine': 'absent', '/sys/class/dmi/id/sys_vendor': 'QEMU\n' }),
    'not-for-labs',
    /by QEMU/,
  ],
  [
    'a container',
    machine({ '/etc/unboxed-machine': 'absent', '/.dockerenv': '' }),
    'not-for-labs',
    /a container/,
  ],
  [
    'a hybrid hierarchy',
    machine({ '/proc/self/mountinfo': hybrid }, { fileSystem: () => tmpfs }),
    'cgroups',
    /hybrid/,
  ],
  ['no cgroup v2', machine({ '/proc/self/mountinfo': '' }), 'cgroups', /not mounted/],
  [
    'a read-only hierarchy',
    machine({ '/proc/self/mountinfo': unified.replace(/rw/g, 'ro') }),
    'cgroups',
    /read-only/,
  ],
  [
    'a controller that is missing',
    machine({ '/sys/fs/cgroup/cgroup.controllers': 'cpu pids io\n' }),
    'controllers-missing',
    /no memory here/,
  ],
  ['no unshare', machine({ '/usr/bin/unshare': 'absent' }), 'commands-missing', /unshare/],
]

for (const [name, found, code, words] of cases) {
  t.test(`refused: ${name}`, async t => {
    const problem = refusal(found)
    t.equal(problem?.kind, 'unsupported')
    t.equal(problem?.code, code)
    t.match(problem?.message, words)
    t.ok(problem?.remedy, 'and what to do about it')
  })
}

t.test('a person may say that it is meant for labs', async t => {
  const files = { '/etc/unboxed-machine': 'absent' }
  t.equal(refusal(machine(files, { allowed: true })), undefined)
  t.equal(refusal(machine(files, { env: { PATH: '/usr/bin', UNBOXED_ALLOW_LOCAL: '1' } })), undefined)
  t.equal(
    refusal(machine(files, { env: { PATH: '/usr/bin', UNBOXED_ALLOW_LOCAL: '0' } }))?.code,
    'not-for-labs',
  )
})

t.test('the kernel is asked for the feature, not for its version', t => {
  t.equal(triesOpenTree(process.env), true)
  t.end()
})

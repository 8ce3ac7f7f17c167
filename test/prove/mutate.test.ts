import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Lab } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { labScript } from '../../src/plan/script.ts'
import { difference } from '../../src/prove/difference.ts'
import { mutantsOf } from '../../src/prove/mutate.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'
import { labOf } from './lab-of.ts'

/** What each mutant changes in the script, by its name. */
const changesOf = (lab: Lab) =>
  Object.fromEntries(mutantsOf(lab).map(({ id, lab: mutant }) => [id, difference(lab, mutant)]))

t.test('a line is left out; what is nothing then becomes `true`', async t => {
  const lab = labOf(`
  - id: two
    text: Two lines.
    run: |
      # a remark
      echo a
      echo b
  - id: one
    text: One line.
    run: echo c
`)
  t.same(changesOf(lab), {
    'two/without-line-2': ['- echo a'],
    'two/without-line-3': ['- echo b'],
    'one/without-line-1': ['- echo c', '+ true'],
  })
})

t.test('a namespace is left out of the place, or of the options of unshare', async t => {
  const lab = labOf(`
  - id: place
    text: In a place.
    in: {namespaces: [pid, net]}
    run: "true"
  - id: long
    text: Long options.
    run: sudo unshare --fork --pid --mount-proc=/proc bash
  - id: short
    text: Letters.
    run: unshare -fpr -u bash -u
`)
  t.match(changesOf(lab), {
    'place/shared-pid': ['- unshare --fork --pid --net true', '+ unshare --net true'],
    'place/shared-net': ['- unshare --fork --pid --net true', '+ unshare --fork --pid true'],
    'long/shared-pid': [/^-/, '+ sudo unshare --fork --mount-proc=/proc bash'],
    'long/shared-mount': [/^-/, '+ sudo unshare --fork --pid bash'],
    'short/shared-pid': [/^-/, '+ unshare -fr -u bash -u'],
    'short/shared-uts': [/^-/, '+ unshare -fpr bash -u'],
    'short/shared-user': [/^-/, '+ unshare -fp -u bash -u'],
  })
})

t.test('limits of a place: left out, changed, late, and in a group without the process', async t => {
  const lab = labOf(`
  - id: box
    text: A process with limits.
    as: box
    in: {cgroup: box, limits: {memory.max: 64MiB, cpu.max: 50%}, swap: 0}
    run: sleep 100
    expect: [{cgroup: box, memory.max: 64MiB}]
`)
  const changes = changesOf(lab)
  t.match(changes, {
    'box/without-memory.max': [/echo 67108864/, /cat .*memory.max/],
    'box/without-memory.swap.max': [/echo 0 > .*memory.swap.max/, /cat/],
    'box/half-memory.max': [/^-/, '+ echo 33554432 > /sys/fs/cgroup/box/memory.max'],
    'box/double-memory.max': [/^-/, '+ echo 134217728 > /sys/fs/cgroup/box/memory.max'],
    'box/half-cpu.max': [/^-/, "+ echo '25000 100000' > /sys/fs/cgroup/box/cpu.max"],
    'box/raised-memory.swap.max': [/^-/, '+ echo 1048576 > /sys/fs/cgroup/box/memory.swap.max'],
  })
  t.notOk('box/half-memory.swap.max' in changes, 'nothing has no half')
  const script = labScript(mutant(lab, 'box/late-limits'), ground).split('\n')
  t.ok(
    script.findIndex(line => line.includes('sleep 100')) <
      script.findIndex(line => line.startsWith('echo 67108864')),
    'the process first',
  )
  t.match(changes['box/sibling-group']?.join('\n'), '+ mkdir /sys/fs/cgroup/box-beside')
  t.match(
    changes['box/other-process']?.join('\n'),
    /\+ \( echo 0 > .*box\/cgroup.procs; exec sleep infinity \) &/,
  )
  t.same(mutant(lab, 'box/late-limits').steps.at(-1)?.expect, lab.steps[0]?.expect, 'the same is asked')
})

t.test('what a limit names is never changed, only how much it allows', async t => {
  const lab = labOf(`
  - id: disk
    text: A disk and CPUs.
    in:
      cgroup: box
      limits: {io.max: "254:0 rbps=1MiB wiops=120", io.latency: "254:16 target=75ms", cpuset.cpus: 0-1, cpuset.mems: 0, io.weight: default 200, cpu.max: 10ms 20ms}
    run: |
      echo 254:32 wbps=2097152 > \${cgroup}/box/io.max
      echo 1 > \${cgroup}/box/cpuset.cpus
`)
  const written = Object.fromEntries(
    Object.entries(changesOf(lab)).flatMap(([id, changes]) => {
      const [, name] = /^disk\/((?:half|double|raised|flipped)-.*)$/.exec(id) ?? []
      const line = changes.find(line => line.startsWith('+ '))
      return name === undefined ? [] : [[name, /echo '?(.*?)'? >/.exec(line ?? '')?.[1]]]
    }),
  )
  t.same(written, {
    'half-io.max-rbps': '254:0 rbps=524288 wiops=120',
    'double-io.max-rbps': '254:0 rbps=2097152 wiops=120',
    'half-io.max-wiops': '254:0 rbps=1048576 wiops=60',
    'double-io.max-wiops': '254:0 rbps=1048576 wiops=240',
    'half-io.latency-target': '254:16 target=37500',
    'double-io.latency-target': '254:16 target=150000',
    'half-io.weight': 'default 100',
    'double-io.weight': 'default 400',
    'half-cpu.max': '5000 20000',
    'double-cpu.max': '20000 20000',
    'half-cpu.max-2': '10000 10000',
    'double-cpu.max-2': '10000 40000',
    'half-io.max-wbps': '254:32 wbps=1048576',
    'double-io.max-wbps': '254:32 wbps=4194304',
  })
})

t.test('what a step of its own would have to wait for is limited late from within', async t => {
  const lab = labOf(`
  - id: loop
    text: To its end.
    in: {cgroup: slow, limits: {cpu.max: 20%}}
    run: timeout 3 yes
`)
  t.match(
    mutant(lab, 'loop/late-limits').steps[0]?.run,
    /^\( sleep 1; echo '20000 100000' > \S+ \) &\ntimeout 3 yes$/,
  )
})

t.test('limits and members that are written in the text', async t => {
  const lab = labOf(`
  - id: shell
    text: A shell.
    as: shell
    run: bash
  - id: limit
    text: Limits.
    in: {shell: shell}
    run: |
      echo 1 > \${cgroup}/a/memory.oom.group
      echo "512" | sudo tee \${cgroup}/a/pids.max
      echo $$ > \${cgroup}/a/cgroup.procs
`)
  t.match(changesOf(lab), {
    'limit/flipped-memory.oom.group': [/^-/, '+ shell $ echo 0 > /sys/fs/cgroup/a/memory.oom.group'],
    'limit/double-pids.max': [/^-/, '+ shell $ echo "1024" | sudo tee /sys/fs/cgroup/a/pids.max'],
    'limit/sibling-group': [
      /^-/,
      '+ shell $ mkdir -p /sys/fs/cgroup/a-beside',
      '+ shell $ echo $$ > /sys/fs/cgroup/a-beside/cgroup.procs',
    ],
    'limit/other-process': [
      /^-/,
      '+ shell $ sleep infinity >/dev/null 2>&1 &',
      '+ shell $ echo $! > /sys/fs/cgroup/a/cgroup.procs',
    ],
  })
  t.match(mutant(lab, 'limit/late-limits').steps[1]?.run, /procs\necho 1 .*\necho "512"/)
  t.match(
    mutant(lab, 'limit/outside-shell').steps.map(({ in: { shell } }) => shell),
    [undefined, 'shell', undefined],
    'the shell still stands',
  )
})

t.test('what nsenter or a script of unshare does inside is done outside', async t => {
  const lab = labOf(`
  - id: box
    text: A process.
    as: box
    run: unshare --net --uts sleep 1000
  - id: link
    text: A link in there.
    run: |
      nsenter -t \${box.pid} --net ip link add a type dummy
      sudo nsenter --target "\${box.pid}" -n -u ip link set a up && echo done
  - id: once
    text: A script in a namespace.
    run: unshare --uts -r sh -c 'hostname whale; uname -n'
  - id: shell
    text: Only a shell.
    run: unshare --uts bash
`)
  const changes = changesOf(lab)
  t.match(changes['link/outside-nsenter'], [
    '- nsenter -t $box --net ip link add a type dummy',
    '+ ip link add a type dummy',
  ])
  t.match(changes['link/outside-nsenter-2'], [/^-/, '+ sudo ip link set a up && echo done'])
  t.match(changes['once/outside-unshare'], [/^-/, "+ sh -c 'hostname whale; uname -n'"])
  t.notOk('shell/outside-unshare' in changes)
  t.notOk('box/outside-unshare' in changes)
})

/** What is done inside, the check of the machine, and what a mutant does on the machine as well. */
const bothSides: readonly [inside: string, check: string, outside: string | undefined][] = [
  ['hostname whale', 'host: {hostname: {not: whale}}', 'hostname whale'],
  ['hostname whale && uname -n', 'host: {hostname: {not: whale}}', 'hostname whale'],
  [
    'echo whale > /proc/sys/kernel/hostname',
    'host: {hostname: {not: whale}}',
    'echo whale > /proc/sys/kernel/hostname',
  ],
  ['uname -n; hostname', 'host: {hostname: {not: whale}}', undefined],
  ['hostname whale', 'host: {processes: "> 1"}', undefined],
  ['ipcmk -Q', 'host: {ipc: {queues: 0}}, depends: base', 'ipcmk -Q'],
  ['ipcs -q', 'host: {ipc: {queues: 0}}, depends: base', undefined],
  ['hostname whale', 'host: {hostname: {not: whale}}, given: It is so', undefined],
  ['mount -t tmpfs none /mnt', 'mount: /mnt, exists: false, depends: base', 'mount -t tmpfs none /mnt'],
  ['mount -t tmpfs none /mnt', 'mount: /mnt, of: box, exists: true', undefined],
  ['mount -t tmpfs none /srv', 'mount: /mnt, exists: false, depends: base', undefined],
  ['ls /mnt', 'mount: /mnt, exists: false, depends: base', undefined],
  [
    'd=/mnt; mount -t tmpfs none /mnt; echo a > $d/a; echo b > /mnt/b',
    'file: /mnt/b, exists: false, depends: base',
    'd=/mnt\necho b > /mnt/b',
  ],
  ['cd /mnt; echo b > /mnt/b', 'file: /mnt/b, exists: false, depends: base', undefined],
  ['mount -t tmpfs none /mnt; cat /mnt/b', 'file: /mnt/b, exists: false, depends: base', undefined],
  [
    'ip link add veth7 type dummy 2>&1 | cat; ip link',
    'link: veth7, exists: false, depends: base',
    'ip link add veth7 type dummy 2>&1 | cat',
  ],
  ['ip link show veth7', 'link: veth7, exists: false, depends: base', undefined],
  [
    'sysctl -w net.ipv4.ip_forward=1',
    'file: /proc/sys/net/ipv4/ip_forward, content: "0"',
    'sysctl -w net.ipv4.ip_forward=1',
  ],
  [
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    'file: /proc/sys/net/ipv4/ip_forward, content: "0"',
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
  ],
  ['sysctl -w vm.swappiness=1', 'file: /proc/sys/vm/swappiness, content: "60"', undefined],
  [
    'echo 9 > /proc/sys/kernel/shmmni',
    'file: /proc/sys/kernel/shmmni, content: "4096"',
    'echo 9 > /proc/sys/kernel/shmmni',
  ],
  [
    'mount -t cgroup2 none /sys/fs/cgroup; mkdir /sys/fs/cgroup/sub; echo 9 > /sys/fs/cgroup/sub/pids.max',
    'cgroup: sub, exists: false, depends: base',
    'mkdir /sys/fs/cgroup/sub\necho 9 > /sys/fs/cgroup/sub/pids.max',
  ],
  ['mkdir /sys/fs/cgroup/sub', 'cgroup: sub, exists: true', undefined],
]

t.test('where a check is about the machine, what is done inside is done there as well', async t => {
  const all = 'unshare --uts --net --mount --ipc --cgroup bash'
  for (const [inside, check, outside] of bothSides) {
    const lab = (start: string) =>
      labOf(`
  - {id: box, text: A shell., as: box, run: ${start}, expect: [{process: box, exists: true, id: base}]}
  - {id: do, text: Inside., in: {shell: box}, run: ${JSON.stringify(inside)}}
  - {id: look, text: Outside., run: "true", expect: [{${check}}]}
`)
    const [first, second] = mutantOr(lab(all), 'do/also-outside')?.steps.slice(1) ?? []
    t.equal(first?.run, outside, inside)
    if (outside === undefined) continue
    t.match(first, { id: 'do-outside', in: { shell: undefined }, expect: [] })
    t.match(second, { id: 'do', run: inside, in: { shell: 'box' } }, 'and inside it is done, too')
    t.equal(mutantOr(lab('bash'), 'do/also-outside'), undefined, 'without a namespace both are one')
  }
})

t.test('so it is for a place, for nsenter and for a script of unshare', async t => {
  const check = 'expect: [{host: {hostname: {not: whale}}}]'
  const rows: [steps: string, outside: string][] = [
    [
      `  - {id: do, text: A., in: {namespaces: [uts], hostname: whale}, run: uname -n, ${check}}`,
      'hostname whale',
    ],
    [`  - {id: do, text: A., in: {namespaces: [uts]}, run: hostname whale, ${check}}`, 'hostname whale'],
    [
      `  - {id: do, text: A., run: "sudo unshare -u sh -c 'hostname whale; exec sleep 9'", ${check}}`,
      'hostname whale',
    ],
    [`  - {id: do, text: A., run: "unshare --uts hostname whale; true", ${check}}`, 'hostname whale'],
    [
      `  - {id: a, text: A., as: box, run: unshare -u sleep 99}\n  - {id: do, text: B., run: "nsenter -at \${box.pid} hostname whale", ${check}}`,
      'hostname whale',
    ],
  ]
  for (const [steps, outside] of rows) {
    const mutated = mutantOr(labOf(steps), 'do/also-outside')
    t.equal(mutated?.steps.find(({ id }) => id === 'do-outside')?.run, outside, steps)
  }
})

t.test('what keeps running inside does so outside, and the proof goes on', async t => {
  const server = 'busybox httpd -f -p 0.0.0.0:8080'
  const mutated = mutantOr(
    labOf(`
  - {id: box, text: A., as: box, run: unshare --net sleep 99}
  - {id: do, text: B., as: web, run: "nsenter -n -t \${box.pid} ${server}"}
  - {id: look, text: Outside., run: "true", expect: [{id: base, process: box, alive: true}, {socket: tcp/8080, listening: false, depends: base}]}
`),
    'do/also-outside',
  )
  t.match(mutated?.steps[1], { id: 'do-outside', as: 'web-outside', run: server })
})

t.test('a question is answered with another value and with nothing', async t => {
  const lab = labOf(`
  - id: box
    text: A shell in a group.
    as: box
    in: {cgroup: jar, limits: {pids.max: 20}}
    run: bash
    ask: Which number?
    answer: {process: box, fact: pid.outside}
`)
  t.match(changesOf(lab), {
    'box/another-answer': ['- answer: what the kernel says', '+ answer: another value'],
    'box/empty-answer': ['- answer: what the kernel says', '+ answer: (none)'],
  })
  t.match(
    mutant(lab, 'box/another-answer').steps.map(({ question }) => question?.mistake),
    ['another'],
  )
  t.match(
    mutant(lab, 'box/late-limits').steps.map(({ question }) => question?.id),
    [undefined, 'box/answer'],
    'and asked once',
  )
})

const ground = { cgroup: '/sys/fs/cgroup', controllers: ['cpu', 'memory', 'pids'], shell: 'bash' } as const

t.test('mutants of the course differ from their lab and from each other, and are scripts', async t => {
  for (const file of labFiles) {
    const read = parseLab(
      readFileSync(join(courseFolder, file), 'utf8'),
      { file, id: 'x', seed: '1' },
      nodeRuntime,
    )
    if (!('lab' in read)) return t.fail(`${file} is not valid`)
    const mutants = mutantsOf(read.lab)
    t.ok(mutants.length > 3, file)
    t.equal(new Set(mutants.map(({ id }) => id)).size, mutants.length, 'names differ')
    t.equal(new Set(mutants.map(({ lab }) => JSON.stringify(lab.steps))).size, mutants.length, 'labs differ')
    for (const { id, lab } of mutants)
      t.ok(difference(read.lab, lab).length > 0, `${id} is seen in the script`)
    // One shell reads them all: starting thousands would take half a minute.
    const scripts = mutants.map(({ id, lab }) => `: ${id}\n(\n${labScript(lab, ground)}\n)\n`)
    const { status, stderr } = spawnSync('bash', ['-n'], { input: scripts.join(''), encoding: 'utf8' })
    t.equal(status, 0, `${file}: ${stderr}`)
  }
})

const mutantOr = (lab: Lab, id: string) => mutantsOf(lab).find(each => each.id === id)?.lab

function mutant(lab: Lab, id: string): Lab {
  const found = mutantOr(lab, id)
  if (!found) throw new Error(`no mutant ${id}`)
  return found
}

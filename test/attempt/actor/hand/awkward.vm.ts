import t from 'tap'
import { type LearnersDesk, learner } from '../../../../src/attempt/actor/hand/learner.ts'
import { submitted } from '../../../../src/attempt/actor/hand/submission.ts'
import { openVm } from '../../../../src/machine/vm/vm.ts'
import { useOwnCache } from '../../../machine/vm/own-cache.ts'
import { vmSettings } from '../../../machine/vm/settings.ts'
import { attempted, labOf, typing } from './by-hand.ts'

t.setTimeout(900_000)
await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

/** Somebody live, who goes on as this says. */
const person = (work: (desk: LearnersDesk, type: Type) => Promise<unknown>, more: { term?: string } = {}) =>
  learner({
    size: { rows: 40, columns: 120 },
    ...more,
    work: async desk => {
      await work(desk, async (...lines) =>
        (await desk.terminal(1)).press(lines.map(line => `${line.replaceAll('\n', '\r')}\r`).join('')),
      )
    },
  })

/** Types lines at once, without waiting for anything. */
type Type = (...lines: readonly string[]) => Promise<void>

/** Waits for the step, but not for ever. */
const done = ({ done }: LearnersDesk, step?: string) =>
  Promise.race([done(step).then(() => true), later(20_000)])

const later = (ms: number) => new Promise<false>(resolve => setTimeout(() => resolve(false), ms).unref())

const group = '/sys/fs/cgroup/asked'
const limited = { id: 'limit', expect: [{ cgroup: 'asked', 'pids.max': 7 }] }
const gone = { id: 'gone', expect: [{ cgroup: 'asked', exists: false, depends: 'limit/1' }] }
const passed = { 'limit/1': 'pass', 'gone/1': 'pass' }

t.test('what is true between two lines only is seen', async t => {
  const lines = [`mkdir ${group}; echo 7 > ${group}/pids.max`, `rmdir ${group}`]
  const lab = labOf([limited, gone])
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      await type(...lines)
      await done(desk)
    }),
    vm,
  )
  t.same(live.outcomes, passed)
  t.same(live.again, passed)
  const handedIn = await attempted(lab, typing({ limit: lines.slice(0, 1), gone: lines.slice(1) }), vm)
  t.same(handedIn.outcomes, passed)
})

t.test('a process in the foreground is seen while it runs', async t => {
  const lab = labOf([
    {
      id: 'box',
      as: 'box',
      expect: [{ process: 'box', namespaces: { uts: 'own' }, when: 'ever' }],
    },
  ])
  const line = 'unshare --uts sleep 3'
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      await type(line)
      await done(desk)
    }),
    vm,
  )
  t.same(live.outcomes, { 'box/1': 'pass' })
  const handedIn = await attempted(lab, typing({ box: [line] }), vm)
  t.same(handedIn.outcomes, { 'box/1': 'pass' })
})

t.test('a process may hold its terminal while another terminal is used', async t => {
  const lab = labOf([
    { id: 'box', as: 'box', expect: [{ process: 'box', namespaces: { uts: 'own' } }] },
    { id: 'name', expect: [{ process: 'box', hostname: 'whale' }] },
  ])
  const right = { 'box/1': 'pass', 'name/1': 'pass' }
  const lines = ['unshare --uts sleep 1000', 'nsenter --target $(pgrep -n sleep) --uts hostname whale']
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      await type(...lines.slice(0, 1))
      await done(desk, 'box')
      ;(await desk.terminal(2)).press(`${lines[1]}\r`)
      await done(desk)
    }),
    vm,
  )
  t.same(live.outcomes, right)
  const handedIn = await attempted(lab, typing({ box: lines.slice(0, 1), name: [`@2 ${lines[1]}`] }), vm)
  t.same(handedIn.outcomes, right)
  t.ok(handedIn.evidence.steps.every(({ ended }) => ended === undefined))
})

const script = `cat > /tmp/make <<'EOF'
mkdir ${group}
\techo 7 > ${group}/pids.max
EOF`
const loop = `for file in /tmp/make
do
  bash $file
done`

t.test('here-documents, loops, background jobs and Ctrl-C in the middle', async t => {
  const lab = labOf([
    limited,
    { id: 'box', as: 'box', expect: [{ process: 'box', command: 'sleep 555', cgroup: 'asked' }] },
    { id: 'said', expect: [{ output: 'stdout', text: String(/^one\ntwo$/) }, { exit: 3 }] },
  ])
  const right = { 'limit/1': 'pass', 'box/1': 'pass', 'said/1': 'pass', 'said/2': 'pass' }
  const box = [`( echo 0 > ${group}/cgroup.procs; exec sleep 555 ) &`]
  const said = `( cat <<EOF
one
two
EOF
exit 3 )`
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      await type('sleep 100', 'echo never')
      await later(1_500)
      ;(await desk.terminal(1)).press('\x03')
      await type(`\x1b[200~${script}\x1b[201~`, loop, ...box, said)
      await done(desk)
    }),
    vm,
  )
  t.same(live.outcomes, right)
  t.same(live.again, right)
  const commands = live.evidence.hand?.commands.map(({ line }) => line) ?? []
  t.ok(commands.includes(script), JSON.stringify(commands))
  t.ok(commands.includes(loop))

  const lines = (...texts: string[]) => texts.map((text, index) => ({ text, at: String(index + 1) }))
  const handedIn = await attempted(
    lab,
    submitted(() => ({
      steps: [
        {
          id: 'limit',
          at: '1',
          lines: [{ text: 'sleep 100', at: '1', interruptedAfter: 300 }, ...lines(script, loop)],
        },
        { id: 'box', at: '2', lines: lines(...box) },
        { id: 'said', at: '3', lines: lines(said) },
      ],
    })),
    vm,
  )
  t.same(handedIn.outcomes, right)
})

t.test('a program that read what was typed until Ctrl-C is interrupted where it was', async t => {
  const lines = [
    { text: 'cat', at: '1', typedAfter: 1_000, interruptedAfter: 3_000 },
    { text: 'echo read', at: '2', typedAfter: 2_000 },
    { text: 'echo executed; (exit 5)', at: '3', typedAfter: 5_000 },
  ]
  const { outcomes, evidence } = await attempted(
    labOf([prints('said', 'executed')]),
    submitted(() => ({ steps: [{ id: 'said', at: '1', lines }] })),
    vm,
  )
  t.same(outcomes, { 'said/1': 'pass', 'said/2': 'pass' })
  t.match(evidence.hand?.commands, [{ line: 'cat', status: 130 }, { line: 'echo read' }, { status: 5 }])
})

t.test('lines typed faster than they are executed', async t => {
  const lab = labOf([limited, { id: 'said', expect: [{ output: 'stdout', text: 'late' }] }])
  const { outcomes, again } = await attempted(
    lab,
    person(async (desk, type) => {
      for (const line of ['sleep 2.5', `mkdir ${group}`, `echo 7 > ${group}/pids.max`, 'sleep 2; echo late'])
        await type(line)
      await done(desk)
    }),
    vm,
  )
  t.same(outcomes, { 'limit/1': 'pass', 'said/1': 'pass' })
  t.same(again, outcomes)
})

t.test('a shell that is left and entered again opens its step again', async t => {
  const lab = labOf([
    { id: 'box', as: 'box', expect: [{ process: 'box', namespaces: { uts: 'own' } }] },
    { id: 'name', expect: [{ process: 'box', hostname: 'whale' }] },
  ])
  const opened: (string | undefined)[] = []
  const { outcomes, again, verdicts } = await attempted(
    lab,
    person(async (desk, type) => {
      const open = () => opened.push(desk.resolver.open()?.id)
      open()
      await type('unshare --uts bash')
      await done(desk, 'box')
      open()
      const first = desk.resolver.process('box')?.pid
      await type('exit')
      for (let tries = 0; tries < 100 && desk.resolver.open()?.id !== 'box'; tries++) await later(100)
      open()
      await type('unshare --uts bash')
      await done(desk, 'box')
      open()
      t.not(desk.resolver.process('box')?.pid, first)
      await type('hostname whale')
      await done(desk)
      open()
    }),
    vm,
  )
  t.same(opened, ['box', 'name', 'box', 'name', undefined])
  t.same(outcomes, { 'box/1': 'pass', 'name/1': 'pass' })
  t.same(again, outcomes)
  t.equal(verdicts[0]?.subject, verdicts[1]?.subject)
})

/** Asks for what a terminal alone can tell. */
const prints = (id: string, text: string) => ({
  id,
  expect: [{ output: 'stdout', text, lines: 1 }, { exit: 5 }],
})

/** What is typed before, and after, a line that prints something and fails. */
const shells = {
  execed: [['exec bash'], []],
  prompt: [["PS1='\\w> '"], []],
  options: [['set -u', 'set -o vi', 'shopt -s histverify'], []],
  dash: [['dash'], ['exit']],
  busybox: [['busybox sh'], ['exit']],
  sudo: [["echo 'Defaults use_pty' > /etc/sudoers.d/zz", 'sudo bash'], ['exit']],
  script: [['script -q /dev/null'], ['exit']],
  // The line that fails ends this one.
  errexit: [['set -e'], []],
  silent: [['PS1= PS2= PS0= PROMPT_COMMAND='], []],
} as const satisfies Record<string, readonly [before: readonly string[], after: readonly string[]]>

t.test('whatever the shell, the end of a command and its output are known', async t => {
  const lab = labOf(
    Object.keys(shells).map(id => {
      const { expect } = prints(id, `it is ${id}`)
      // Without marks, nothing tells the status.
      return { id, expect: id === 'silent' ? expect.slice(0, 1) : expect }
    }),
  )
  const right = Object.fromEntries(
    lab.steps.flatMap(({ expect }) => expect.map(({ id }) => [id, 'pass'] as const)),
  )
  const lines = Object.fromEntries(
    Object.entries(shells).map(([id, [before, after]]) => [
      id,
      [...before, `echo it is ${id}; (exit 5)`, ...after],
    ]),
  )
  const handedIn = await attempted(lab, typing(lines), vm)
  t.same(handedIn.outcomes, right)
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      for (const [id, some] of Object.entries(lines)) {
        if (id === 'silent') {
          // Where nothing is marked, lines are told apart by the pauses between them.
          await type(...some.slice(0, 1))
          await later(3_000)
          await type(...some.slice(1))
        } else await type(...some)
        if (!(await done(desk, id))) return
      }
    }),
    vm,
  )
  t.same(live.outcomes, right)
  t.same(live.again, right)
})

t.test('a program may wait for input or for something else', async t => {
  const lab = labOf([
    { id: 'asked', expect: [{ exit: 28 }] },
    { id: 'connecting', expect: [{ exit: 124 }] },
    { id: 'followed', expect: [{ exit: 124 }] },
    { id: 'relayed', expect: [{ output: 'stdout', text: 'to the other end' }] },
    { id: 'keys', expect: [{ output: 'stdout', text: 'got key' }] },
    prints('last', 'at last'),
  ])
  const right = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => [id, 'pass'] as const))
  const oneKey = `perl -e '$in = "\\x01"; select($in, undef, undef, 60); sysread STDIN, $key, 3; print "got $key\n"'`
  const { outcomes } = await attempted(
    lab,
    typing({
      asked: [
        'ip link add hole type dummy; ip address add 203.0.113.1/24 dev hole; ip link set hole up',
        'curl --silent --max-time 4 http://203.0.113.2',
      ],
      connecting: ["timeout --foreground 3 bash -c 'echo > /dev/tcp/203.0.113.2/80'"],
      followed: ['touch followed', 'timeout --foreground 3 tail --follow followed'],
      relayed: [
        'sleep 60 | nc -l -p 7000 > got & sleep 1',
        'nc -N 127.0.0.1 7000',
        'to the other end',
        '\x04',
        'cat got',
      ],
      keys: [`stty -icanon; ${oneKey}; stty icanon`, 'key'],
      last: ['echo at last; (exit 5)'],
    }),
    vm,
  )
  t.same(outcomes, Object.fromEntries(right))
})

t.test('who tries twice is right if the second try is', async t => {
  const lab = labOf([
    { id: 'limit', expect: [{ cgroup: 'asked', 'memory.max': '20MiB' }] },
    {
      id: 'grow',
      expect: [{ cgroup: 'asked', 'memory.events': { oom_kill: { 'grown-by': 1 } } }, { exit: 137 }],
    },
    prints('last', 'at last'),
  ])
  const right = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => [id, 'pass'] as const))
  const eats = `( echo 0 > ${group}/cgroup.procs; exec python3 -c 'bytearray(100 << 20)' )`
  const { outcomes } = await attempted(
    lab,
    typing({
      limit: [`mkdir ${group}; echo 20M > ${group}/memory.max`],
      grow: [`${eats}; true`, eats],
      last: ['echo at last; (exit 5)'],
    }),
    vm,
  )
  t.same(outcomes, Object.fromEntries(right))
})

t.test('a terminal without line editing', async t => {
  const lab = labOf([prints('said', 'dumb')])
  const { outcomes, again } = await attempted(
    lab,
    person(
      async (desk, type) => {
        await type('echo $TERM; (exit 5)')
        await done(desk)
      },
      { term: 'dumb' },
    ),
    vm,
  )
  t.same(outcomes, { 'said/1': 'pass', 'said/2': 'pass' })
  t.same(again, outcomes)
})

t.test('a shell that has exited is replaced, and its step is judged', async t => {
  const lab = labOf([limited, gone])
  const lines = {
    limit: ['set -e', `mkdir ${group}; echo 7 > ${group}/pids.max`, 'false'],
    gone: [`rmdir ${group}`],
  }
  const { outcomes } = await attempted(lab, typing(lines), vm)
  t.same(outcomes, passed)
})

t.test("a login shell that becomes another one by exec is the learner's process", async t => {
  const lab = labOf([
    { id: 'box', as: 'box', expect: [{ process: 'box', namespaces: { uts: 'own' }, name: 'bash' }] },
    { id: 'name', expect: [{ process: 'box', hostname: 'whale' }] },
  ])
  const { outcomes, again } = await attempted(
    lab,
    typing({ box: ['exec unshare --uts bash'], name: ['hostname whale'] }),
    vm,
  )
  t.same(outcomes, { 'box/1': 'pass', 'name/1': 'pass' })
  t.same(again, outcomes)
})

t.test('a PID namespace behind the terminal of sudo', async t => {
  const lab = labOf([
    {
      id: 'box',
      as: 'box',
      expect: [
        { process: 'box', pid: { inside: 1, outside: '> 1' } },
        { process: 'box', namespaces: { pid: 'own', mnt: 'own', net: 'shared' } },
      ],
    },
    { id: 'inside', expect: [{ output: 'stdout', text: 'I am process 1', lines: 1 }] },
  ])
  const right = { 'box/1': 'pass', 'box/2': 'pass', 'inside/1': 'pass' }
  const box = ["echo 'Defaults use_pty' > /etc/sudoers.d/zz", 'sudo unshare --fork --pid --mount-proc bash']
  const inside = ['echo "I am process $$"']
  const handedIn = await attempted(lab, typing({ box, inside }), vm)
  t.same(handedIn.outcomes, right)
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      await type(...box)
      await done(desk, 'box')
      await type(...inside)
      await done(desk)
    }),
    vm,
  )
  t.same(live.outcomes, right)
  t.same(live.again, right)
})

t.test('a busybox shell in another root', async t => {
  const root = '/tmp/root'
  const lab = labOf([
    { id: 'box', as: 'box', expect: [{ process: 'box', root }] },
    { id: 'inside', expect: [{ output: 'stdout', text: String(/^bin$/), lines: 1 }, { exit: 4 }] },
    { id: 'end', expect: [{ process: 'box', exists: false, depends: 'box/1' }] },
  ])
  const right = { 'box/1': 'pass', 'inside/1': 'pass', 'inside/2': 'pass', 'end/1': 'pass' }
  const box = [
    `mkdir -p ${root}/bin; cp /bin/busybox ${root}/bin; ln -s busybox ${root}/bin/sh`,
    `chroot ${root} /bin/sh`,
  ]
  const inside = ['busybox ls /; (exit 4)']
  const handedIn = await attempted(lab, typing({ box, inside, end: ['exit'] }), vm)
  t.same(handedIn.outcomes, right)
  const live = await attempted(
    lab,
    person(async (desk, type) => {
      await type(...box)
      await done(desk, 'box')
      await type(...inside)
      await done(desk, 'inside')
      await type('exit')
      await done(desk)
    }),
    vm,
  )
  t.same(live.outcomes, right)
  t.same(live.again, right)
})

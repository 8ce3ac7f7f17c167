import t from 'tap'
import type { Words } from '../../src/linux/shell-script.ts'
import { isLike, isOpen, leadOf, lineEnd } from '../../src/linux/wrapper.ts'
import { wrapperTable } from '../../src/linux/wrapper-table.ts'

/** The words a line has, by the same rules that are tested in shell-script.test.ts. */
const wordsOf = (line: string): Words => {
  const lead = leadOf(['sh', '-c', line], true)
  return 'words' in lead ? lead.words : []
}

/** Each line ends in `end 1`, by the process itself (`=`) or by a child of it (`>`), as its first wrapper has it. */
const lines: readonly [sign: '=' | '>', line: string][] = [
  ['=', 'unshare --uts end 1'],
  ['=', 'unshare -m --propagation private end 1'],
  ['>', 'unshare --pid --fork --mount-proc end 1'],
  ['>', 'unshare -fp -R /srv end 1'],
  ['>', 'unshare -p --kill-child=SIGTERM -- end 1'],
  ['>', "unshare -pf sh -c 'end 1'"],
  ['>', "unshare -pf sh -c 'cd /; exec end 1'"],
  ['=', 'nsenter -t 5 -n -m end 1'],
  ['=', 'nsenter --target=5 --net end 1'],
  ['=', 'nsenter -n/run/netns/a end 1'],
  ['>', 'nsenter -t 5 -a end 1'],
  ['>', 'nsenter -at5 end 1'],
  ['=', 'setpriv --reuid 5 --regid=5 --clear-groups end 1'],
  ['>', 'setsid -w end 1'],
  ['=', 'ionice -c3 end 1'],
  ['=', 'ionice -c 2 -n 0 end 1'],
  ['=', 'choom -n 500 -- end 1'],
  ['=', 'prlimit --nofile=10:20 -c=0 end 1'],
  ['=', 'prlimit -n5 end 1'],
  ['=', 'taskset 1 end 1'],
  ['=', 'taskset -c 0 end 1'],
  ['=', 'taskset -c $(cpus) end 1'],
  ['=', 'chrt -f 5 end 1'],
  ['=', 'chrt -d --sched-runtime 5 0 end 1'],
  ['>', 'flock -w 5 /run/lock end 1'],
  ['>', "flock /run/lock -c 'end 1'"],
  ['>', "script -q -c 'end 1' /dev/null"],
  ['>', "su root -c 'end 1'"],
  ['>', "su -c 'exec end 1' - root"],
  ['>', 'su --shell /bin/sh --command="end 1"'],
  ['>', 'runuser -u nobody -- end 1'],
  ['>', 'runuser -u nobody end 1'],
  ['>', "runuser nobody -c 'end 1'"],
  ['=', 'chroot / end 1'],
  ['=', 'chroot --userspec=5:5 /srv end 1'],
  ['=', 'env end 1'],
  ['=', 'env -i A=b C="d e" end 1'],
  ['=', 'env - A=1 end 1'],
  ['=', 'nice end 1'],
  ['=', 'nice -n 5 end 1'],
  ['=', 'nice -5 end 1'],
  ['=', 'nohup end 1'],
  ['=', 'stdbuf -oL -e 0 end 1'],
  ['>', 'timeout 5 end 1'],
  ['>', 'timeout -k 1s --signal=KILL 5 end 1'],
  ['>', 'sudo end 1'],
  ['>', 'sudo -n -u nobody A=b end 1'],
  ['>', 'sudo -unobody -- end 1'],
  ['=', 'ip netns exec red end 1'],
  ['=', 'ip net e red end 1'],
  ['=', '/sbin/ip -n blue -f inet netns exec red end 1'],
  ['=', 'ip vrf exec red end 1'],
  ['=', "capsh --drop=cap_chown -- -c 'end 1'"],
  ['=', 'cgexec -g memory:a end 1'],
  ['>', 'strace -f -o /log end 1'],
  ['=', 'busybox unshare -m end 1'],
  ['=', "env bash --norc -euo pipefail -c 'end 1'"],
  ['>', "sudo env A=b nice -n 5 unshare -fp sh -c 'cd /; exec setsid -w timeout 9 end 1'"],
  ['=', 'nohup nice ionice -c3 taskset 1 chrt -b 0 prlimit -n5 choom -n 1 -- end 1'],
  ['>', `sudo su -c "exec unshare -fp sh -c 'end 1'"`],
  ['=', 'env sh -c \'sh -c "end 1"\''],
]

for (const [sign, line] of lines)
  t.test(line, async t => {
    const lead = leadOf(wordsOf(line))
    t.equal(lead.to, sign === '=' ? 'successor' : 'child')
    const end = lineEnd(wordsOf(line))
    t.same('words' in end && end.words.filter(word => word !== null), ['end', '1'])
  })

t.test('what is no command is not followed', async t => {
  for (const line of [
    'taskset -p 5',
    'taskset -cp 0 5',
    'prlimit --pid 5 --nofile=3',
    'ionice -p 5',
    'choom -p 5 -n 3',
    'env',
    'env A=b',
    'nice',
    'ip netns add red',
    'ip link',
    'sudo -l',
    'sudo -b end 1',
    'bash',
    'bash -l',
    'sh script.sh -c x',
    'busybox',
    'end 1',
    "sh -c 'a; b'",
    "sh -c 'read x'",
    "python3 -c 'a | b'",
  ])
    t.same(leadOf(wordsOf(line)), { to: 'itself' }, line)
})

t.test('a shell that stands in the line is meant, whatever it does itself or by a child', async t => {
  t.same(leadOf(['sh', '-c', 'end 1']), { to: 'shell', words: ['end', '1'] })
  t.same(leadOf(['sh', '-c', 'end 1'], true), { to: 'child', words: ['end', '1'] })
  t.same(lineEnd(['sh', '-c', 'end 1']), { words: ['end', '1'] }, 'the shell of the step is none')
  const shell = ['sh', '-c', 'end 1']
  t.same(lineEnd(wordsOf("unshare -fp sh -c 'end 1'")), { words: ['end', '1'], shell })
  t.same(lineEnd(wordsOf("sh -c 'timeout 5 end 1'")), { words: ['end', '1'] })
  t.same(lineEnd(wordsOf("su -c 'end 1'")), { words: ['end', '1'] }, "nor is a user's own")
})

t.test('where no command is named, a shell is meant', async t => {
  for (const line of [
    'unshare --uts',
    'unshare -fp',
    'nsenter -t 5 -a',
    'chroot /srv',
    'sudo -i',
    'sudo su -',
    'su nobody',
    'runuser -l nobody',
    'script /dev/null',
  ]) {
    const end = lineEnd(wordsOf(line))
    t.same('words' in end && end.words[0], 'sh', line)
  }
})

t.test('why nobody is meant is found behind wrappers too', async t => {
  t.same(lineEnd(['sh', '-c', 'yes | head']), { because: 'pipeline' })
  t.same(lineEnd(wordsOf("sudo unshare -fp sh -c 'end 1 &'")), { because: 'background' })
  t.same(lineEnd(wordsOf("su -c 'yes | head' nobody")), { because: 'pipeline' })
})

t.test('a line is open where only a shell knows its words', async t => {
  for (const line of [
    'end $(x)',
    "su -c 'end $x'",
    "sh -c 'exec $x'",
    'unshare $how end 1',
    "env -S 'end 1'",
  ])
    t.ok(isOpen(['sh', '-c', line]), line)
  for (const line of ['end 1', "unshare -fp sh -c 'end 1'", "sh -c 'a $x; b'", 'unshare', "su -c 'end 1'"])
    t.notOk(isOpen(['sh', '-c', line]), line)
})

t.test('a process is known by its words', async t => {
  const is = (argv: string[], words: Words) => isLike(argv, words)
  t.ok(is(['sleep', '9'], ['sleep', '9']))
  t.ok(is(['/usr/bin/sleep', '9'], ['sleep', '9']))
  t.notOk(is(['sleep', '9'], ['sleep', '8']))
  t.notOk(is(['sleep'], ['sleep', '9']))
  t.ok(is(['sleep', '1', '2'], ['sleep', null]))
  t.ok(is(['sleep'], ['sleep', null]))
  t.ok(is(['a', 'b', 'c', 'd'], ['a', null, 'd']))
  t.notOk(is(['a', 'b', 'c'], ['a', null, 'd']))
  t.ok(is(['-bash', '-c', 'a'], ['sh', '-c', 'a', null]), "a user's own shell")
  t.ok(is(['/bin/sh', './start', 'x'], ['./start', 'x']), 'a script')
  t.ok(is(['/usr/bin/python3', '-u', '/usr/bin/serve'], ['serve']), 'a script found in the search path')
  t.notOk(is(['grep', 'serve'], ['serve']), 'a word is no file')
})

t.test('options of the table are written as they are typed', async t => {
  for (const [name, row] of Object.entries(wrapperTable)) {
    const { forks, valued, none, script, direct, splits, login } = row
    for (const options of [forks, valued, none, script, direct, splits, login])
      for (const option of options?.split(' ') ?? []) t.match(option, /^(-\w|--[a-z][\w-]+)$/, name)
    for (const letter of row.joined?.split(' ') ?? []) t.match(letter, /^\w$/, name)
  }
})

t.test('what is nested too deep to be read, or too long, is its own end', async t => {
  const deep = [
    '"$('.repeat(4000) + ')"'.repeat(4000),
    `${'{ '.repeat(3000)}ls;${' };'.repeat(3000)}`,
    `${'eval '.repeat(3000)}ls`,
  ]
  for (const script of deep) t.same(lineEnd(['bash', '-c', script]), { words: ['bash', '-c', script] })
  const long = [...Array(12_000).fill('sudo'), 'ls']
  t.same(lineEnd(long), { words: long })
  t.ok(isLike(long, long))
})

t.test('what only a running shell knows stands for any number of words', async t => {
  t.ok(isLike(['a', 'b', 'c', 'b', 'd'], ['a', null, 'b', 'd']))
  t.ok(isLike(['a'], ['a', null]))
  t.ok(isLike(['a', 'b'], [null, 'b']))
  t.notOk(isLike(['a', 'b', 'c'], ['a', null, 'b']))
  t.notOk(isLike(['a'], ['a', null, 'b', null]))
  t.notOk(isLike(Array(2000).fill('a'), [...Array(20).fill([null, 'a']).flat(), 'b']))
})

import t from 'tap'
import { quote } from '../../src/plan/shell-syntax.ts'
import { unplaced } from '../kernel/refusal/unplaced.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { carryUnboxed } from './carried.ts'

t.setTimeout(600_000)

await useOwnCache(t)

const { agent, run } = await carryUnboxed(t)

const things =
  'find /sys/fs/cgroup -type d | sort; ls /sys/class/net; pgrep --full "sleep 100[0-9]"; ls -A /run'

t.test('a machine that is not marked as disposable is refused', async t => {
  t.match(
    await run('unboxed shell --machine local < /dev/null 2>&1; echo $?'),
    /this one \(.*\) is not marked as disposable[\s\S]*--this-machine[\s\S]*\n4\n$/,
  )
})

t.test('a shell on this machine, and what it made is removed', async t => {
  const before = await run(things)
  const commands = `
mkdir /sys/fs/cgroup/unboxed/mine
sleep 1000 > /dev/null 2>&1 &
mount -t tmpfs none /mnt
ip link add dummy7 type bridge
pwd
exit 7
`
  const line = `printf '${commands.replaceAll('\n', '\\n')}' | unboxed shell --machine local --this-machine`
  t.equal(await run(`${line} 2> /run/said; echo $?`), '/root\n7\n')
  const said = await run('cat /run/said; rm /run/said')
  t.match(said, /^unboxed: removed what the shell left: .*\n$/)
  for (const left of ['sleep (pid', '/sys/fs/cgroup/unboxed/mine', '/mnt', 'dummy7'])
    t.ok(said.includes(left), left)
  t.notMatch(said, /terminal/, 'only what the user made')
  t.equal(await run(things), before)
})

t.test('a second terminal joins the shell on this machine, and is gone with it', async t => {
  const before = await run(things)
  const said = await run(`
    export HOME=/root
    mkfifo /run/keys /run/more
    unboxed shell --machine local --this-machine < /run/keys > /run/said 2>&1 & shell=$!
    exec 3> /run/keys
    echo 'echo under way' >&3
    until grep --quiet way /run/said; do sleep 0.1; done
    echo 'mkdir /sys/fs/cgroup/unboxed/joined; cat /proc/self/cgroup' | unboxed shell --join
    unboxed shell --join < /run/more > /run/second 2>&1 & second=$!
    exec 4> /run/more
    echo 'sleep 1002 & echo under way' >&4
    until grep --quiet way /run/second; do sleep 0.1; done
    echo 'exit 6' >&3
    wait $shell; echo $?
    wait $second; echo $?
    cat /run/second; rm /run/said /run/second /run/keys /run/more`)
  t.match(
    said,
    /^0::\/unboxed\/terminal\n6\n3\nunder way\nunboxed: the shell that opened the machine \(process \d+\) has ended/,
  )
  t.equal(await run(things), before)
})

t.test('a shell that is interrupted leaves nothing either', async t => {
  const before = await run(things)
  const commands = 'mkdir /sys/fs/cgroup/unboxed/mine; sleep 1001 & echo under way'
  const said = await run(`
    mkfifo /run/keys
    unboxed shell --machine local --this-machine < /run/keys > /run/said 2>&1 & shell=$!
    exec 3> /run/keys
    echo '${commands}' >&3
    until grep --quiet way /run/said; do sleep 0.1; done
    kill -INT $(pgrep --full 'node /run/package/dist/cli.js shel[l]')
    wait $shell; echo $?; rm /run/said /run/keys`)
  t.equal(said, '130\n')
  t.equal(await run(things), before)
})

const commands = `
mkdir /sys/fs/cgroup/unboxed/mine
echo 67108864 > /sys/fs/cgroup/unboxed/mine/memory.max
mount -t tmpfs none /mnt
`

t.test('what was done by hand on this machine becomes a lab that passes there', async t => {
  const line = `printf '${commands.replaceAll('\n', '\\n')}' | unboxed record /root/mine.yaml --machine local --this-machine`
  t.match(await run(`${line} 2>&1; echo $?`), /wrote \S*mine\.yaml[\s\S]*\n0\n$/)
  const lab = await run('cat /root/mine.yaml')
  t.match(lab, '      mkdir ${cgroup}/mine\n')
  t.match(lab, 'cgroup: mine\n        memory.max: 67108864')
  const ran = await run(
    'unboxed run /root/mine.yaml --machine local --this-machine --reporter tap 2>&1; echo $?',
  )
  t.match(ran, /\n0\n$/)
})

t.test('a recording holds what was typed in it, and nothing of another one', async t => {
  await agent.call('put', { path: '/run/unboxed-history', text: 'whoami\n', mode: 0o644 })
  const command = 'unboxed record /root/typed.yaml --machine local --this-machine'
  await run(`
    prompt() { until test $(grep --count '# ' /run/seen) -ge $1; do sleep 0.1; done; }
    echo > /run/seen
    (prompt 1; echo 'mkdir /sys/fs/cgroup/unboxed/typed'; prompt 2; echo exit; sleep 2) |
      script --quiet --flush --return --command '${command}' /run/seen`)
  t.match(
    await run('cat /root/typed.yaml'),
    '    in: {shell: shell}\n    run: |\n      mkdir ${cgroup}/typed\n    expect:\n',
  )
  t.equal(await run('cat /run/unboxed-history'), 'whoami\n', 'what was there is back')
})

t.test('in a machine made for labs, this machine is meant', async t => {
  await run('mv /run/unboxed-machine /etc/unboxed-machine')
  t.equal(await run('echo hostname | unboxed shell'), 'unboxed\n')
  const found = JSON.parse(await run('unboxed doctor --json'))
  t.match(found, [
    { what: 'Node', state: 'ok' },
    { what: 'system', state: 'ok', found: /labs run in this very Linux as root/ },
    { what: 'this machine', state: 'ok' },
  ])
  t.equal(found.length, 3)
})

t.test(
  'a machine without a place for cgroups: the agent says why, and the user reads what to do',
  async t => {
    const made = '/run/package/made'
    const within = `sh -c 'echo $$ > /sys/fs/cgroup/login/cgroup.procs; exec unshare --mount --cgroup ${made} "$@"' sh`
    const askAgent = `echo '{"id":1,"do":"hello"}' | node /run/package/dist/agent.cjs --state /run/unplaced`
    for (const { code, make, says, onlyAgent } of unplaced) {
      // In a cgroup namespace the cgroup of the process is the root, and as empty as a new machine without systemd.
      const mounts = 'umount --lazy /sys/fs/cgroup\nmount -t cgroup2 none /sys/fs/cgroup'
      await agent.call('put', {
        path: made,
        text: `#!/bin/sh\n${mounts}\n${make}\nexec "$@"\n`,
        mode: 0o755,
      })
      const lines = (await run(`${within} sh -c ${quote(askAgent)}`)).split('\n')
      const reply = JSON.parse(lines.find(line => line.includes('"error"')) ?? '{}')
      t.match(reply, { error: { code, path: /^\/sys\/fs\/cgroup/ } }, code)
      const command = 'node /run/package/dist/cli.js shell --machine local --this-machine < /dev/null'
      const told = await run(`${within} sh -c ${quote(`${command} 2>&1; echo $?`)}`)
      t.match(told.replace(/\s+/g, ' '), onlyAgent ? unanchored(says) : / 4 $/, `${code} is told`)
      t.match(told, /\n4\n$/, 'as unsupported here')
      await run('find /sys/fs/cgroup/login -mindepth 1 -depth -type d -exec rmdir {} +')
    }
  },
)

const unanchored = ({ source }: RegExp) => new RegExp(source.replace(/^\^/, ''))

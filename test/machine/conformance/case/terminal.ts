import type { Case } from '../conformance.ts'

export const terminalCases: Record<string, Case> = {
  'a terminal has a size, echoes, can be resized and keeps the exit status': async (
    t,
    { start, client, until, refusal },
  ) => {
    const shell = await start(
      // The signal may end a read: that is no end of the input.
      [
        'sh',
        '-c',
        'trap \'stty size\' WINCH; stty size; until [ "$line" = end ]; do read line && echo got $line; done; exit 6',
      ],
      {
        stdin: 'open',
        terminal: { rows: 12, columns: 34 },
      },
    )
    const { key } = shell
    await until('its size', () => shell.written().includes('12 34'))
    await client.call('type', { key, text: 'one\n' })
    await until('the answer', () => /one\r\ngot one/.test(shell.written()))
    await client.call('resize', { key, rows: 45, columns: 67 })
    await client.call('type', { key, text: 'two\n' })
    await until('the new size', () => shell.written().includes('45 67'))
    await client.call('type', { key, text: 'end\n' })
    t.equal((await shell.ended).code, 6)
    const plain = await start(['sleep', '100'])
    t.equal(await refusal('resize', { key: plain.key, rows: 1, columns: 1 }), 'ENOTTY')
    t.equal(await refusal('resize', { key, rows: 1, columns: 1 }), 'ESRCH')
    t.equal(await refusal('terminal', { key: plain.key }), 'ENOTTY')
    await client.call('signal', { key: plain.key, signal: 'SIGKILL' })
    await plain.ended
    t.equal(await refusal('terminal', { key: plain.key }), 'ESRCH')
  },

  'a terminal is waited for by a shell, by a program, or by nobody': async (t, { start, client, until }) => {
    const shell = await start(['sh'], { stdin: 'open', terminal: { rows: 10, columns: 40 } })
    const { key } = shell
    const state = () => client.call('terminal', { key })
    await until('the shell waits', async () => (await state()).isWaiting)
    const first = await state()
    t.match(`${first.tty}`, /^\/dev\/pts\/\d+$/)

    await client.call('type', { key, text: 'sleep 100 | sleep 101\n' })
    await until('another group has the terminal', async () => (await state()).group !== first.group)
    t.same([(await state()).isWaiting, (await state()).tty], [false, first.tty])
    await client.call('type', { key, text: '\x03' })
    await until('the shell waits again', async () => (await state()).isWaiting)
    t.equal((await state()).group, first.group)

    await client.call('type', { key, text: 'cat | tail\n' })
    await until('a program waits', async () => {
      const { group, isWaiting } = await state()
      return group !== first.group && isWaiting
    })
    await client.call('type', { key, text: '\x04' })
    await until('it has ended', async () => (await state()).group === first.group)

    const before = shell.written().length
    await client.call('type', { key, text: 'script -qc cat /dev/null\n' })
    await until('a program waits on another terminal', async () => {
      const { tty, isWaiting } = await state()
      return tty !== first.tty && isWaiting
    })
    t.ok(shell.written().length > before)
    const one = (await state()).quiet
    await until('time passes', async () => (await state()).quiet > one + 10)
    await client.call('type', { key, text: '\x04' })
    await until('the first terminal is the innermost again', async () => (await state()).tty === first.tty)
    await client.call('type', { key, text: 'exit\n' })
    await shell.ended
  },

  'what a terminal runs is listed, and the agent is not': async (
    t,
    { start, client, hello, until, cgroup, conditions },
  ) => {
    const group = await cgroup('listed')
    const shell = await start(['sh', '-c', 'sleep 100 & exec sleep 101'], {
      cgroup: group,
      terminal: { rows: 10, columns: 40 },
    })
    const list = async () => (await client.call('processes', {})).processes
    const sleeps = async () =>
      (await list()).filter(({ cgroup, name }) => cgroup === group && name === 'sleep')
    await until('both sleep', async () => (await sleeps()).length === 2)
    const [parent, child] = await sleeps()
    t.equal(child?.parent, parent?.pid, 'the oldest first')
    t.match(`${parent?.tty}`, /^\/dev\/pts\/\d+$/)
    t.equal(child?.tty, parent?.tty)
    t.match(`${parent?.namespaces.pid}`, /^pid:\[\d+\]$/)
    const pids = (await list()).map(({ pid }) => pid)
    t.ok(!pids.includes(hello.pid), 'the agent is not listed')
    t.ok(pids.includes(shell.pid), 'what it started is')
    const began = performance.now()
    for (let count = 0; count < 10; count++) await list()
    const ms = (performance.now() - began) / 10
    t.ok(ms < 100 * conditions.slowness, `${pids.length} processes are listed in ${ms.toFixed(1)} ms`)
    await client.call('kill-cgroup', { path: group, timeout: 5000 })
    await shell.ended
    await client.call('remove-cgroup', { path: group, timeout: 5000 })
  },
}

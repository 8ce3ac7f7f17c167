import type { ProcessEvent } from '../../../../src/protocol/client.ts'
import { textOf } from '../bench.ts'
import type { Case } from '../conformance.ts'

export const processCases: Record<string, Case> = {
  'a process is started, heard and seen to end': async (t, { run, refusal, hello }) => {
    const { code, signal, head, tails, dropped } = await run(
      ['sh', '-c', 'pwd; echo $NAME; echo trouble >/dev/stderr; echo last >/dev/stdout; exit 3'],
      { cwd: '/run', env: { PATH: '/bin:/usr/bin', NAME: 'ä ö' } },
    )
    t.same([code, signal], [3, null])
    t.same(head, { stdout: '/run\nä ö\nlast\n', stderr: 'trouble\n' })
    t.same(
      [tails, dropped],
      [
        { stdout: '', stderr: '' },
        { stdout: 0, stderr: 0 },
      ],
    )
    const ask = { key: 'none', env: {}, stdin: 'none', keep: 10 } as const
    t.equal(await refusal('start', { ...ask, argv: ['/no/such'], cwd: '/' }), 'ENOENT')
    t.equal(await refusal('start', { ...ask, argv: ['/bin/true'], cwd: '/no/such' }), 'ENOENT')
    t.equal(await refusal('start', { ...ask, argv: ['/etc/passwd'], cwd: '/' }), 'EACCES')
    const cgroup = `${hello.cgroup.base}/none`
    t.equal(await refusal('start', { ...ask, argv: ['/bin/true'], cwd: '/', cgroup }), 'ENOENT')
  },

  'it has an environment, a session and an OOM score of its own, and no open files but three': async (
    t,
    { run },
  ) => {
    const script =
      'env; echo pid $$; cat /proc/self/oom_score_adj; cut -d" " -f6 /proc/$$/stat; ls /proc/$$/fd'
    const { head } = await run(['/bin/sh', '-c', script], { env: { PATH: '/bin:/usr/bin' } })
    const [, pid] = /pid (\d+)/.exec(head.stdout) ?? []
    t.match(head.stdout, new RegExp(`pid ${pid}\n0\n${pid}\n0\n1\n2\n`))
    t.ok(!/HOME|LC_|PERL/.test(head.stdout), 'nothing of ours is in its environment')
  },

  'a signal ends it, and is told': async (t, { start, client, run, refusal }) => {
    const process = await start(['sleep', '100'])
    await client.call('signal', { key: process.key, signal: 'SIGTERM' })
    const { code, signal } = await process.ended
    t.same([code, signal], [null, 'SIGTERM'])
    t.equal(await refusal('signal', { key: process.key, signal: 'SIGTERM' }), 'ESRCH')
    const killed = await run(['sh', '-c', 'kill -KILL $$'])
    t.same([killed.code, killed.signal], [null, 'SIGKILL'])
    t.same([(await run(['sh', '-c', 'exit 137'])).code], [137], 'a status is not taken for a signal')
  },

  'a signal reaches its process group': async (t, { start, client, look, until }) => {
    const process = await start(['sh', '-c', 'sleep 100 & echo $!; wait'])
    await until('it told the pid', () => process.written().endsWith('\n'))
    await client.call('signal', { key: process.key, signal: 'SIGKILL' })
    await process.ended
    const child = { read: 'stat', path: `/proc/${process.written().trim()}` } as const
    await until('the child is gone', async () => 'errno' in (await look(child)))
    t.ok(true, 'the child is gone as well')
  },

  'an orphan that holds its output does not hold up its end': async (t, { run, conditions }) => {
    const began = performance.now()
    const { code, head } = await run(['sh', '-c', 'echo done; sleep 20 & exit 0'])
    t.equal(code, 0)
    t.equal(head.stdout, 'done\n')
    const took = performance.now() - began
    t.ok(took < 1000 * conditions.slowness, `told after ${Math.round(took)} ms`)
  },

  'ten megabytes of output are counted, and only head and tail are kept': async (t, { run }) => {
    const keep = 10_000
    const { code, head, tails, dropped, lines } = await run(['sh', '-c', 'seq 1 1500000'], { keep })
    const total = Array.from({ length: 7 }, (_, digits) =>
      Math.min(9 * 10 ** digits, 1_500_000 - 10 ** digits + 1),
    )
      .map((count, digits) => count * (digits + 2))
      .reduce((sum, bytes) => sum + bytes)
    t.equal(code, 0)
    t.equal(head.stdout.length, keep)
    t.equal(tails.stdout.length, keep)
    t.equal(dropped.stdout, total - 2 * keep)
    t.equal(lines.stdout, 1_500_000)
    t.match(head.stdout, /^1\n2\n3\n/)
    t.match(tails.stdout, /\n1499999\n1500000\n$/)
  },

  'characters are never cut in two': async (t, { run }) => {
    const { head, tails, dropped } = await run(['sh', '-c', 'for i in 1 2 3 4 5 6; do printf "€𝄞ä"; done'], {
      keep: 32,
    })
    t.equal(head.stdout + tails.stdout, '€𝄞ä'.repeat(6))
    t.equal(dropped.stdout, 0)
  },

  'a shell can be typed into': async (t, { start, client, until, refusal }) => {
    const shell = await start(['sh'], { stdin: 'open' })
    const type = (text: string, end = false) => client.call('type', { key: shell.key, text, end })
    await type('name=val')
    await type('ue; echo "$name €"\n')
    await until('it answered', () => shell.written() === 'value €\n')
    await type(`cat <<END >/dev/null\n${'x'.repeat(300_000)}\nEND\nexit 4\n`)
    t.equal((await shell.ended).code, 4)
    const cat = await start(['cat'], { stdin: 'open' })
    await client.call('type', { key: cat.key, text: 'over', end: true })
    t.equal((await cat.ended).head.stdout, 'over')
    const none = await start(['sleep', '10'])
    t.equal(await refusal('type', { key: none.key, text: 'x' }), 'EPIPE')
    await client.call('signal', { key: none.key, signal: 'SIGKILL' })
    await none.ended
  },

  'what is typed has an output of its own, and it is known where that ends': async (
    t,
    { start, client, until },
  ) => {
    const ends: Extract<ProcessEvent, { event: 'section' }>[] = []
    const shell = await start(['sh'], { stdin: 'open', keep: 1000 }, event => {
      if (event.event === 'section') ends.push(event)
    })
    const type = async (script: string) => {
      const count = ends.length
      const text = `${script}\nprintf '%s %d\\n' mark-4711 $?\n`
      await client.call('type', { key: shell.key, text, until: 'mark-4711' })
      await until('the mark came', () => ends.length > count)
      return ends[count] as (typeof ends)[0]
    }
    const flood = await type('seq 500000; echo trouble >/dev/stderr; printf last; (exit 3)')
    t.same([flood.code, flood.lines], [3, { stdout: 500_001, stderr: 1 }])
    t.match(flood.tails.stdout, /\n500000\nlast$/)
    t.equal(flood.dropped.stdout, 3_388_895 + 4 - 2000)
    const next = await type('echo next')
    t.same([next.code, next.lines, next.dropped.stdout], [0, { stdout: 1, stderr: 0 }, 0])
    t.match(shell.written(), /^1\n2\n.*next\n$/s)
    await client.call('end-section', { key: shell.key })
    t.same([ends.at(-1)?.code, ends.at(-1)?.lines], [null, { stdout: 0, stderr: 0 }])
    await client.call('signal', { key: shell.key, signal: 'SIGKILL' })
    await shell.ended
  },

  'wrappers lead to what they started': async (t, { start, client, look, refusal }) => {
    const argv = ['unshare', '--fork', '--pid', '--mount-proc', 'setpriv', '--nnp', 'sleep', '100']
    const outer = await start(argv)
    const { pid, chain } = await client.call('settle', { pid: outer.pid, timeout: 20_000 })
    t.ok(pid !== outer.pid, 'it is another process')
    t.same(chain, [outer.pid, pid])
    t.equal(textOf(await look({ read: 'file', path: `/proc/${pid}/comm` })), 'sleep\n')
    await client.call('signal', { key: outer.key, signal: 'SIGKILL' })
    await outer.ended

    const alone = await start(['sleep', '100'])
    t.same(await client.call('settle', { pid: alone.pid, timeout: 20_000 }), {
      pid: alone.pid,
      chain: [alone.pid],
      words: ['sleep', '100'],
    })
    await client.call('signal', { key: alone.key, signal: 'SIGKILL' })
    await alone.ended

    const late = await start(['sh', '-c', 'read line; exec sleep 100'], { stdin: 'open' })
    t.equal(await refusal('settle', { pid: late.pid, timeout: 100 }), 'ETIMEDOUT')
    await client.call('type', { key: late.key, text: '\n' })
    t.same((await client.call('settle', { pid: late.pid, timeout: 20_000 })).words, ['sleep', '100'])
    await client.call('signal', { key: late.key, signal: 'SIGKILL' })
    await late.ended

    const short = await start(['sh', '-c', 'sleep 0.2; exit; exec sleep 100'])
    t.equal(await refusal('settle', { pid: short.pid, timeout: 20_000 }), 'ESRCH')
  },

  'one that begins a session of its own is still waited for where that is asked for': async (
    t,
    { start, run, client, look },
  ) => {
    for (const argv of [
      ['setsid', 'sleep', '100'],
      ['setsid', '--fork', 'sleep', '100'],
    ]) {
      const outer = await start(argv, { adopt: true })
      const { pid } = await client.call('settle', { pid: outer.pid, timeout: 20_000 })
      t.ok(pid !== outer.pid, argv.join(' '))
      t.equal(textOf(await look({ read: 'file', path: `/proc/${pid}/comm` })), 'sleep\n')
      await run(['kill', String(pid)])
      t.same((await outer.ended).signal, 'SIGTERM', 'it ends as that does')
    }
  },

  'many at once do not disturb each other': async (t, { run }) => {
    const numbers = Array.from({ length: 12 }, (_, index) => index)
    const ended = await Promise.all(
      numbers.map(number => run(['sh', '-c', `echo ${number}; exit ${number}`])),
    )
    t.same(
      ended.map(({ code, head }) => [code, head.stdout]),
      numbers.map(number => [number, `${number}\n`]),
    )
  },
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { intentLog, ownerOf } from '../../src/agent/intent-log.ts'
import { processes } from '../../src/agent/process-table.ts'
import type { Starter } from '../../src/agent/starter.ts'
import { sweep } from '../../src/agent/sweep.ts'

const noStarter = () => ({ host: process.pid, close: () => undefined }) as unknown as Starter

t.test('an intent is on disk before anything is done', async t => {
  const folder = t.testdir()
  const log = intentLog(join(folder, 'state'))
  t.notOk(existsSync(join(folder, 'state')), 'nothing is written while nothing is done')
  log.add({ did: 'directory', path: '/x' })
  const [name = ''] = readdirSync(join(folder, 'state'))
  const lines = readFileSync(join(folder, 'state', name), 'utf8')
    .trim()
    .split('\n')
  t.same(
    lines.map(line => JSON.parse(line)),
    [ownerOf(process.pid), { did: 'directory', path: '/x' }],
  )
  log.forget()
  t.same(log.intents, [])
  t.same(readdirSync(join(folder, 'state')), [])
})

t.test('the log of a living agent is left alone', async t => {
  const folder = t.testdir()
  intentLog(folder).add({ did: 'file', path: join(folder, 'file') })
  writeFileSync(join(folder, 'file'), 'in use')
  t.same((await sweep(noStarter, folder)).removed, [])
  t.ok(existsSync(join(folder, 'file')))
  t.equal(readdirSync(folder).length, 2)
})

t.test('what a dead agent began is taken back, the latest first', async t => {
  const folder = t.testdir()
  const at = (name: string) => join(folder, name)
  mkdirSync(at('made/below'), { recursive: true })
  writeFileSync(at('made/below/file'), 'theirs')
  writeFileSync(at('new'), 'new')
  writeFileSync(at('replaced'), 'new')
  writeFileSync(at('agent-1-2.saved-0'), 'old')
  const orphan = spawn('sh', ['-c', 'sleep 100 & exec sleep 100'], { detached: true, stdio: 'ignore' })
  const { pid, start } = ownerOf(orphan.pid as number)
  const inSession = () => processes().filter(({ session, name }) => session === pid && name === 'sleep')
  while (inSession().length < 2) await sleep(5)
  const owner = { ...ownerOf(process.pid), pid: 1, start: 2 }
  const intents = [
    owner,
    { did: 'directory', path: at('made') },
    { did: 'file', path: at('new') },
    { did: 'file', path: at('replaced'), saved: at('agent-1-2.saved-0') },
    { did: 'file', path: at('never-made') },
    { did: 'start', key: 'x', pid, start },
    { did: 'start', key: 'y', pid: process.pid, start: 1 },
  ]
  writeFileSync(at('agent-1-2.jsonl'), `${intents.map(line => JSON.stringify(line)).join('\n')}\n{"did":"fi`)

  const [{ removed }] = await Promise.all([sweep(noStarter, folder), once(orphan, 'exit')])
  t.same(
    removed.map(({ kind, what }) => `${kind} ${what.replace(/\d+\)/, 'PID)')}`),
    [
      'process sleep (pid PID)',
      'process sleep (pid PID)',
      `file ${at('replaced')}`,
      `file ${at('new')}`,
      `file ${at('made')}`,
    ],
  )
  t.same(readdirSync(folder), ['replaced'])
  t.equal(readFileSync(at('replaced'), 'utf8'), 'old')
})

t.test('a log from before a restart is only removed', async t => {
  const folder = t.testdir({ file: 'kept' })
  const path = join(folder, 'file')
  const lines = [
    { pid: 1, start: 2, boot: 'another' },
    { did: 'file', path },
  ]
  writeFileSync(join(folder, 'agent-1-2.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  t.same((await sweep(noStarter, folder)).removed, [])
  t.same(readdirSync(folder), ['file'])
})

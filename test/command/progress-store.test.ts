import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openProgress, savedAttempts } from '../../src/command/progress-store.ts'
import type { World } from '../../src/command/world.ts'
import { stepDone } from '../../src/learn/advance.ts'
import { began, fresh, labWith } from '../learn/a-lab.ts'
import { attemptText } from './attempt-text.ts'

const pid = labWith('namespace/pid', 'box', 'inside')
const uts = labWith('namespace/uts', 'box')
const done = stepDone(fresh(pid), 'box', { lab: pid, now: began })

t.test('what is saved is there for the next command, and for nobody else', async t => {
  const { world, root, told } = place(t)
  const store = await openProgress(world)
  t.equal(store.of(pid.id), undefined)
  t.equal(await store.save(done), undefined)
  t.same(store.of(pid.id), done)
  await store.save(fresh(uts))
  const next = await openProgress(world)
  t.same(next.of(pid.id), done)
  t.same(next.all(), [done, fresh(uts)])
  t.same(readdirSync(join(root, 'progress')), ['namespace.pid.json', 'namespace.uts.json'])
  t.equal(statSync(root).mode & 0o777, 0o700)
  t.equal(statSync(join(root, 'progress/namespace.pid.json')).mode & 0o777, 0o600)
  t.same(told, [])
})

t.test('two commands at once lose nothing of each other, and of two states the later one stays', async t => {
  const { world } = place(t)
  const [one, other] = await Promise.all([openProgress(world), openProgress(world)])
  await Promise.all([one.save(fresh(pid)), other.save(fresh(uts)), one.save(done)])
  const next = await openProgress(world)
  t.same(next.of(pid.id), done)
  t.same(next.of(uts.id), fresh(uts))
})

t.test('labs whose names look alike have files of their own', async t => {
  const { world } = place(t)
  const labs = ['a/b', 'a.b', 'a%2e.b'].map(id => labWith(id, 'box'))
  const store = await openProgress(world)
  for (const lab of labs) await store.save(fresh(lab))
  const next = await openProgress(world)
  for (const lab of labs) t.same(next.of(lab.id), fresh(lab))
})

t.test('what cannot be read is told, counts as nothing, and is kept when it is replaced', async t => {
  for (const [name, content, why] of [
    ['half of a file', '{"unboxed": {"prog', 'is damaged'],
    ['an empty file', '', 'is damaged'],
    ['not UTF-8', Buffer.from([0xff, 0xfe]), 'cannot be read: it contains bytes that are not UTF-8'],
    ['a newer version', '{"unboxed": {"progress": 9}}', 'was written by a newer unboxed'],
    ['of another lab', JSON.stringify(fresh(uts)), 'is not named for its lab'],
  ] as const) {
    const { world, root, told } = place(t, name)
    mkdirSync(join(root, 'progress'), { recursive: true })
    const path = join(root, 'progress/namespace.pid.json')
    writeFileSync(path, content)
    const store = await openProgress(world)
    t.same(store.all(), [], name)
    t.same(told, [`unboxed: ${path} ${why}; what it holds is not lost, and not used\n`], name)
    t.same(readFileSync(path), Buffer.from(content), `${name}: to read it changes nothing`)
    t.equal(await store.save(fresh(pid)), undefined)
    t.equal(await store.save(done), undefined)
    t.same((await openProgress(world)).all(), [done], name)
    const kept = readdirSync(join(root, 'progress')).filter(file => file.endsWith('.kept'))
    t.equal(kept.length, 1, name)
    t.same(readFileSync(join(root, 'progress', kept[0] ?? '')), Buffer.from(content), name)
  }
})

t.test('a symbolic link is not followed', async t => {
  const { world, root, told } = place(t)
  const other = join(root, 'other')
  mkdirSync(join(root, 'progress'), { recursive: true })
  writeFileSync(other, JSON.stringify(fresh(pid)))
  symlinkSync(other, join(root, 'progress/namespace.pid.json'))
  const store = await openProgress(world)
  t.same(store.all(), [])
  t.match(told, [/it is a symbolic link, not an ordinary file/])
  await store.save(done)
  t.same(JSON.parse(readFileSync(other, 'utf8')), fresh(pid))
})

t.test('where nothing can be written the reason is given, and progress is known until the end', async t => {
  for (const [env, why] of [
    [
      { XDG_STATE_HOME: '/proc/self' },
      /^\/proc\/self\/unboxed\/progress\/namespace\.pid\.json cannot be written: /,
    ],
    [{ XDG_STATE_HOME: '/dev/null' }, /cannot be written: \/dev\/null is not a folder/],
    [
      { HOME: 'relative' },
      /^there is no folder to save it in: neither XDG_STATE_HOME nor HOME is an absolute path$/,
    ],
  ] as const) {
    const { world } = place(t, 'nowhere', env)
    const store = await openProgress(world)
    t.match(await store.save(done), why)
    t.match(await store.save(done), why, 'every time')
    t.match(await store.saveAttempt(pid.id, 'text'), / cannot be written: |^there is no folder/)
    t.same(store.of(pid.id), done)
    t.equal(await store.attempt(pid.id), undefined)
    t.same(await savedAttempts(world), [])
  }
})

t.test('the latest attempt at a lab is kept, as it was written', async t => {
  const { world, root, told } = place(t)
  const store = await openProgress(world)
  t.equal(await store.attempt(pid.id), undefined)
  t.equal(await store.saveAttempt(pid.id, attempt('unshare')), undefined)
  t.equal(await store.saveAttempt(pid.id, attempt('sudo unshare')), undefined)
  t.match(await store.attempt(pid.id), { lab: pid.id, steps: [{ lines: [{ text: 'sudo unshare' }] }] })
  const path = join(root, 'attempt/namespace.pid.json')
  t.equal(readFileSync(path, 'utf8'), attempt('sudo unshare'))
  t.same(await savedAttempts(world), [
    { lab: pid.id, digest: '0f3c5d9a1b2e4c68', text: attempt('sudo unshare') },
  ])
  t.same(told, [])
})

t.test('an attempt that cannot be read is told, and kept when it is replaced', async t => {
  for (const [name, content, why] of [
    ['damaged', '{"unboxed": {"attempt-file": 1}', / is damaged; /],
    ['newer', '{"unboxed": {"attempt-file": 9}}', / was written by another version of unboxed; /],
  ] as const) {
    const { world, root, told } = place(t, name)
    mkdirSync(join(root, 'attempt'), { recursive: true })
    writeFileSync(join(root, 'attempt/namespace.pid.json'), content)
    const store = await openProgress(world)
    t.equal(await store.attempt(pid.id), undefined)
    t.equal(await store.attempt(pid.id), undefined)
    t.match(told, [why])
    t.equal(told.length, 1, 'told once')
    t.same(await savedAttempts(world), [])
    await store.saveAttempt(pid.id, attempt('unshare'))
    const files = readdirSync(join(root, 'attempt'))
    t.match(files, ['namespace.pid.json', /^namespace\.pid\.json\.\d{4}-.*\.kept$/])
    t.equal(readFileSync(join(root, 'attempt', files[1] ?? ''), 'utf8'), content)
  }
})

function place(t: Test, name = 'state', env?: Record<string, string>) {
  const home = t.testdir({ [name]: {} })
  const state = join(home, name)
  const told: string[] = []
  const stderr = { write: (text: string) => told.push(text) }
  const world = { env: env ?? { XDG_STATE_HOME: state }, stderr } as unknown as World
  return { world, told, root: join(state, 'unboxed') }
}

const attempt = (line: string) => attemptText(pid.id, { box: [line] })

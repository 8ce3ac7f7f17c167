import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { packArchive, unpackArchive } from '../../src/command/archive.ts'
import { findSubmissions } from '../../src/command/find-submissions.ts'
import { archivedName, type Manifest, packHandIn, readHandIn } from '../../src/command/hand-in-archive.ts'
import { submissionReader } from '../../src/command/read-submission.ts'
import type { World } from '../../src/command/world.ts'
import { labFiles } from '../lab-files.ts'
import { attemptText } from './attempt-text.ts'
import { commanded } from './commanded.ts'

const attempt = (lab: string, step: string, line: string) => attemptText(lab, { [step]: [line] })

/** A learner who has attempted two labs, on a computer without any program that a machine needs. */
function place(t: Test, attempts: Record<string, string> = both) {
  const cwd = t.testdir({ state: { unboxed: { attempt: attempts } } })
  const env = { XDG_STATE_HOME: join(cwd, 'state'), PATH: join(cwd, 'nothing'), HOME: cwd }
  return { cwd, handIn: (...args: string[]) => commanded(['hand-in', ...args], { cwd, env }) }
}

const both = {
  'namespace.pid.json': attempt('namespace/pid', 'box', 'bash'),
  'namespace.uts.json': attempt('namespace/uts', 'box', 'sudo unshare --uts bash'),
}

t.test(
  'the archive is written even where nothing can be performed, and replay finds the attempts in it',
  async t => {
    const { cwd, handIn } = place(t)
    const { code, stdout, stderr } = await handIn('--learner', 'Ada Lovelace')
    t.equal(code, 3, 'the machine is what is wrong')
    t.match(stderr, /^unboxed: .*qemu/i)
    t.match(stdout, /\nunboxed-hand-in\.tar\.gz: 2 attempts, 2 not judged here\n$/)
    const path = join(cwd, 'unboxed-hand-in.tar.gz')
    const { files, refused } = await findSubmissions(['unboxed-hand-in.tar.gz'], { cwd })
    t.same(refused, [])
    t.same(files, [
      {
        ...{ path, member: 'namespace.pid.attempt.json', learner: 'unboxed-hand-in' },
        file: 'unboxed-hand-in.tar.gz/namespace.pid.attempt.json',
      },
      {
        ...{ path, member: 'namespace.uts.attempt.json', learner: 'unboxed-hand-in' },
        file: 'unboxed-hand-in.tar.gz/namespace.uts.attempt.json',
      },
    ])
    const read = submissionReader({} as World)
    const [pid, uts] = await Promise.all(files.map(read))
    t.match(pid?.submission, { lab: 'namespace/pid', learner: 'Ada Lovelace', seed: 'monday' })
    t.match(uts?.submission, { steps: [{ id: 'box', lines: [{ text: 'sudo unshare --uts bash' }] }] })
    t.same(await manifestOf(path), {
      unboxed: { 'hand-in': 1 },
      learner: 'Ada Lovelace',
      attempts: [
        { lab: 'namespace/pid', file: 'namespace.pid.attempt.json', digest: '0f3c5d9a1b2e4c68' },
        { lab: 'namespace/uts', file: 'namespace.uts.attempt.json', digest: '0f3c5d9a1b2e4c68' },
      ],
    })
  },
)

t.test('a lab that was merely opened is not handed in', async t => {
  const opened = attemptText('namespace/uts', { box: [] })
  const { handIn } = place(t, { ...both, 'namespace.uts.json': opened })
  t.match((await handIn()).stdout, /\nunboxed-hand-in\.tar\.gz: 1 attempt, /)
  t.match((await handIn('namespace/uts', '--force')).stderr, 'there is no attempt at namespace/uts')
})

t.test('an attempt at a lab that is not there any more is handed in, and told', async t => {
  const { cwd, handIn } = place(t, { 'old.lab.json': `\ufeff${attempt('old/lab', 'box', 'bash')}` })
  const { code, stdout, stderr } = await handIn('--learner', 'Ada')
  t.equal(code, 2)
  t.match(stderr, /there is no lab old\/lab/)
  t.match(stdout, /\nunboxed-hand-in\.tar\.gz: 1 attempt, 1 not judged here\n$/)
  const [{ text = '' } = {}] = await readHandIn(join(cwd, 'unboxed-hand-in.tar.gz'))
  t.match(JSON.parse(text), { lab: 'old/lab', learner: 'Ada' })
})

t.test('an archive is never overwritten, unless by --force; the same attempts make the same one', async t => {
  const { cwd, handIn } = place(t)
  await handIn('--out', 'mine.tgz')
  const first = readFileSync(join(cwd, 'mine.tgz'))
  const { code, stdout, stderr } = await handIn('--out', 'mine.tgz')
  t.same([code, stdout], [2, ''])
  t.match(stderr, /^unboxed: mine\.tgz already exists\n/)
  writeFileSync(join(cwd, 'mine.tgz'), 'something else')
  t.match(await handIn('--out', 'mine.tgz', '--force'), { code: 3, stdout: /mine\.tgz: 2 attempts/ })
  t.same(readFileSync(join(cwd, 'mine.tgz')), first)
})

t.test('labs are chosen by name, and those without an attempt are told', async t => {
  const { cwd, handIn } = place(t)
  t.match(await handIn('uts', '--out', 'one.tgz'), { stdout: /one\.tgz: 1 attempt, / })
  const names = async (archive: string) => (await readHandIn(join(cwd, archive))).map(({ name }) => name)
  t.same(await names('one.tgz'), ['namespace.uts.attempt.json'])
  const topic = await handIn('namespace', '--out', 'topic.tgz')
  const told = [...topic.stderr.matchAll(/^unboxed: there is no attempt at (.*)$/gm)].map(([, id]) => id)
  const others = labFiles
    .map(file => file.replace('.yaml', ''))
    .filter(id => /^namespace\/(?!(pid|uts)$)/.test(id))
  t.same(told.sort(), others.sort())
  t.same(await names('topic.tgz'), ['namespace.pid.attempt.json', 'namespace.uts.attempt.json'])
})

t.test('where there is nothing to hand in, nothing is written', async t => {
  for (const [args, attempts, says] of [
    [[], {}, 'there is no attempt to hand in'],
    [['mount'], both, 'there is no attempt at namespace/mount'],
    [['nosuch'], both, 'there is no lab with this name'],
    [[], { 'namespace.pid.json': '{' }, 'there is no attempt to hand in'],
  ] as const) {
    const { cwd, handIn } = place(t, attempts)
    const { code, stdout, stderr } = await handIn(...args)
    t.same([code, stdout], [2, ''], says)
    t.ok(stderr.includes(says), stderr)
    t.notOk(existsSync(join(cwd, 'unboxed-hand-in.tar.gz')))
  }
})

t.test('options must be what they have to be', async t => {
  const { handIn } = place(t)
  for (const [args, says] of [
    [['--out', 'mine.zip'], /must end in \.tar\.gz or \.tgz/],
    [['--out', '.tgz'], /must end in \.tar\.gz or \.tgz/],
    [['--learner', 'a\u001b[2J'], /must be printable text on one line/],
    [['--learner', 'x'.repeat(201)], /must have at most 200 characters/],
  ] as const) {
    const { code, stderr } = await handIn(...args)
    t.equal(code, 2)
    t.match(stderr, says)
  }
  const { code, stderr } = await handIn('--out', '/proc/self/mine.tgz')
  t.equal(code, 3)
  t.match(stderr, /\/proc\/self/)
})

t.test('archives of strangers: only what `hand-in` writes is accepted', async t => {
  const cwd = t.testdir({ handed: {}, 'outside.json': attempt('namespace/pid', 'box', 'bash') })
  const write = (name: string, content: Uint8Array | string) =>
    writeFileSync(join(cwd, 'handed', name), content)
  const content = Buffer.from(attempt('namespace/pid', 'box', 'bash'))
  write('1.tar.gz', 'text')
  write('2.tgz', await packArchive([{ name: 'a.json', content }]))
  write('3.tgz', await packArchive([{ name: 'manifest.json', content: Buffer.from('{') }]))
  write(
    '4.tgz',
    await packArchive([{ name: 'manifest.json', content: Buffer.from('{"unboxed": {"hand-in": 9}}') }]),
  )
  write('5.tgz', await packHandIn({ attempts: [] }, [{ name: 'a.json', text: content.toString() }]))
  symlinkSync('5.tgz', join(cwd, 'handed/6.tgz'))
  mkdirSync(join(cwd, 'handed/7.tgz'))
  const { files, refused, others } = await findSubmissions(['handed'], { cwd })
  t.same(
    files.map(({ file, learner }) => [file, learner]),
    [['handed/5.tgz/a.json', '5']],
  )
  t.same(refused, [
    { file: 'handed/1.tar.gz', why: 'it is not an archive that gzip(1) can unpack' },
    { file: 'handed/2.tgz', why: 'it is not an archive of `unboxed hand-in`' },
    { file: 'handed/3.tgz', why: 'it is not an archive of `unboxed hand-in`' },
    { file: 'handed/4.tgz', why: 'a newer unboxed has written it; update unboxed' },
  ])
  t.equal(others, 1, 'the link')
})

t.test('an archive that has changed meanwhile is noticed', async t => {
  const cwd = t.testdir({})
  const path = join(cwd, 'a.tgz')
  writeFileSync(path, await packHandIn({ attempts: [] }, [{ name: 'a.json', text: attempt('x', 'y', 'z') }]))
  const { files } = await findSubmissions(['a.tgz'], { cwd })
  const read = submissionReader({} as World)
  const [file] = files
  if (!file) return t.fail('it has an attempt')
  const { digest } = await read(file)
  writeFileSync(path, await packHandIn({ attempts: [] }, [{ name: 'a.json', text: attempt('x', 'y', 'w') }]))
  t.not((await read(file)).digest, digest)
  writeFileSync(path, await packHandIn({ attempts: [] }, []))
  await t.rejects(read(file), { message: 'it is no longer in the archive' })
})

t.test('the manifest on the page is what is written', async t => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/attempt-files.md'), 'utf8')
  const { unboxed: _, ...manifest } = JSON.parse(/```jsonc\n(.*?)```/s.exec(page)?.[1] ?? '{}')
  const path = join(t.testdir({}), 'a.tgz')
  writeFileSync(path, await packHandIn(manifest satisfies Manifest, []))
  t.same(await manifestOf(path), { unboxed: { 'hand-in': 1 }, ...manifest })
  t.same(Object.keys(manifest), ['learner', 'attempts'] satisfies (keyof Manifest)[])
})

t.test('every lab has a name in an archive', async t => {
  t.equal(archivedName('namespace/pid', 0), 'namespace.pid.attempt.json')
  t.equal(archivedName('manifest', 0), 'manifest.attempt.json', 'none is that of the manifest')
  t.equal(archivedName('a/größe', 6), '7.attempt.json')
  t.equal(archivedName('x'.repeat(88), 6), '7.attempt.json')
  await t.resolves(packHandIn({ attempts: [] }, [{ name: archivedName('x'.repeat(86), 0), text: '' }]))
})

async function manifestOf(path: string): Promise<unknown> {
  const members = await unpackArchive(readFileSync(path), { bytes: 2 ** 20, members: 10, member: 2 ** 20 })
  return JSON.parse(Buffer.from(members[0]?.content ?? []).toString())
}

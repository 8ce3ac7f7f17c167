import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { keepEvidence } from '../../src/command/evidence-store.ts'
import { openEvidence } from '../../src/command/open-evidence.ts'
import { mostEvidence } from '../../src/command/read-evidence.ts'
import { encodeKept, type Kept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { attempted } from './attempted.ts'
import { commanded } from './commanded.ts'

const [tiny] = (await attempted(['tiny'])).kept as [Kept<Lab>]
const whole = encodeKept(tiny)
const name = 'recording.tiny~recorded~1.evidence.json'

/** What is said of a folder in which a good file stands beside this one. */
async function judgedBeside(folder: string, file: string) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'a good one.json'), whole)
  const { code, stdout, stderr } = await commanded(['judge', folder, '--json'])
  const ends = stdout.split('\n').filter(line => line.includes('"attempt-end"'))
  t.equal(code, 2, file)
  t.equal(ends.length, 1, `${file}: the other is judged`)
  return (
    stderr
      .split('\n')
      .find(line => line.includes(file))
      ?.trim() ?? stderr
  )
}

/** Bytes that this process has read so far, proc_pid_io(5). */
const bytesRead = () => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])

t.test('what is no ordinary file is named, and neither waited for nor followed', async t => {
  const folder = t.testdir({ outside: { 'good.json': whole } })
  const rows: Record<string, [make: (path: string) => unknown, why: RegExp]> = {
    pipe: [path => execFileSync('/usr/bin/mkfifo', [path]), /it is a pipe, not an ordinary file/],
    folder: [path => mkdirSync(path), /it is a folder, not an ordinary file/],
    'link out of it': [path => symlinkSync('../outside/good.json', path), /it is a symbolic link/],
    'link within it': [path => symlinkSync('a good one.json', path), /it is a symbolic link/],
    'link to a device': [path => symlinkSync('/dev/zero', path), /it is a symbolic link/],
    'dangling link': [path => symlinkSync('nowhere', path), /it is a symbolic link/],
    'link to itself': [path => symlinkSync(path, path), /it is a symbolic link/],
    socket: [
      path => new Promise<void>(resolve => createServer().listen(path, resolve).unref()),
      /it is a socket/,
    ],
    huge: [path => execFileSync('/usr/bin/truncate', ['--size=1T', path]), /it has more than 64 MiB/],
  }
  const cwd = process.cwd()
  const before = bytesRead()
  for (const [what, [make, why]] of Object.entries(rows)) {
    const below = join(folder, what)
    mkdirSync(below)
    const file = what.includes('link') ? `${what}.evidence.json` : `${what}.json`
    // A name of a socket is short.
    process.chdir(below)
    await make(file)
    process.chdir(cwd)
    t.match(await judgedBeside(below, file), why, what)
  }
  t.ok(bytesRead() - before < mostEvidence / 4, 'nothing large was read')
})

t.test('a file that is no evidence, or contradicts itself, is named with the reason', async t => {
  const folder = t.testdir()
  const { lab, evidence } = JSON.parse(whole)
  const changed = (change: (kept: { lab: typeof lab; evidence: typeof evidence }) => void) => {
    const kept = JSON.parse(whole)
    change(kept)
    return JSON.stringify(kept)
  }
  const rows: Record<string, [text: string | Buffer, why: RegExp]> = {
    empty: ['', /it is empty/],
    blank: ['\n \n', /it is empty/],
    truncated: [whole.slice(0, whole.length / 2), /it is not JSON \(/],
    zip: ['PK\u0003\u0004', /it is not JSON \(/],
    latin: [Buffer.from([0x22, 0xfc, 0x22]), /it contains bytes that are not UTF-8/],
    deep: ['['.repeat(1e6), /it is (not JSON|nested too deeply)/],
    'deep and closed': ['['.repeat(1e5) + ']'.repeat(1e5), /it is nested too deeply/],
    null: ['null', /it has no `evidence.format`, so it is something else/],
    list: ['[]', /it has no `evidence.format`/],
    foreign: ['{"name": "unboxed", "version": "0.1.0"}', /it has no `evidence.format`/],
    older: [whole.replace('"format": 3', '"format": 0'), /its format is 0; this version reads 1 to 3/],
    newer: [
      whole.replace('"format": 3', '"format": 4'),
      /its format is 4, that of a newer version of unboxed; this version reads 1 to 3/,
    ],
    named: [whole.replace('"format": 3', '"format": "toString"'), /its format is "toString"; this version/],
    'no lab': [JSON.stringify({ evidence }), /it contains no lab/],
    'no attempt': [JSON.stringify({ lab, evidence: { format: 3 } }), /it contains no attempt/],
    'no machine': [changed(kept => (kept.evidence.machine = null)), /it contains no attempt/],
    'format 1 without an id': [changed(kept => (kept.evidence.format = 1)), /it contains no attempt/],
    title: [changed(kept => (kept.lab.title = 'Another')), /the lab in it is not the one that was run/],
    digest: [changed(kept => (kept.evidence.lab.digest = '0'.repeat(16))), /the lab in it is not the one/],
    subject: [
      changed(kept => (kept.lab.steps[0].expect[0].subject = { kind: 'toString' })),
      /`steps\[0\].expect\[0\].subject.kind` is missing or malformed/,
    ],
    matcher: [
      changed(kept => (kept.lab.steps[0].expect[0].facts = { x: { text: 'x', match: 'constructor' } })),
      /`steps\[0\].expect\[0\].facts.x.match` is missing or malformed/,
    ],
    'another lab': [changed(kept => (kept.lab.id = 'a/b')), /its lab is a\/b, and its attempt was made at/],
    'another seed': [
      changed(kept => (kept.lab.seed = 'x')),
      /its lab has the seed x, and its attempt recorded/,
    ],
    'another id': [
      changed(kept => (kept.evidence.attempt.id = 'x')),
      /its attempt is called x, and should be/,
    ],
    'another number': [
      changed(kept => (kept.evidence.attempt.number = 7)),
      /its attempt is called recording\/tiny~recorded~1, and should be called recording\/tiny~recorded~7/,
    ],
    'recording.tiny~recorded~2.evidence': [
      whole,
      /its name is that of another attempt than the one in it, recording/,
    ],
    'another~1.evidence': [whole, /its name is that of another attempt/],
    twice: [whole, /it contains the attempt recording\/tiny~recorded~1, as a good one.json does/],
  }
  for (const [what, [text, why]] of Object.entries(rows)) {
    mkdirSync(join(folder, what))
    writeFileSync(join(folder, what, `${what}.json`), text)
    t.match(await judgedBeside(join(folder, what), `${what}.json`), why, what)
  }
})

t.test('the same file is judged where it is the only one, and by its own name', async t => {
  const folder = t.testdir({ [name]: whole })
  for (const path of [folder, join(folder, name)]) t.equal((await commanded(['judge', path])).code, 0, path)
})

t.test('a device that is named is not read', async t => {
  const { code, stderr } = await commanded(['judge', '/dev/zero'])
  t.equal(code, 2)
  t.match(stderr, /^unboxed: \/dev\/zero cannot be judged: it is a device, not an ordinary file\n/)
})

t.test('attempts come by lab, seed and number, whatever their files are called', async t => {
  const folder = t.testdir()
  const { kept } = await attempted(['tiny', 'passing'], 11)
  await Promise.all(kept.map(each => keepEvidence(folder, each)))
  for (const [index, file] of readdirSync(folder).entries()) {
    copyFileSync(join(folder, file), join(folder, `${99 - index}.json`))
    execFileSync('rm', [join(folder, file)])
  }
  const { attempts, refused } = await openEvidence(folder)
  const ids = []
  for await (const { evidence } of attempts(t.fail)) ids.push(evidence.attempt.id)
  const expected = ['passing', 'tiny'].flatMap(lab =>
    Array.from({ length: 11 }, (_, index) => `recording/${lab}~recorded~${index + 1}`),
  )
  t.same(ids, expected)
  t.same(refused, [])
})

t.test('a file that was damaged after it was validated is refused, and the others are judged', async t => {
  const folder = t.testdir()
  const { kept } = await attempted(['tiny'], 2)
  for (const each of kept) await keepEvidence(folder, each)
  const { attempts, refused } = await openEvidence(folder)
  writeFileSync(join(folder, name), '')
  const late: string[] = []
  const ids: string[] = []
  for await (const { evidence } of attempts(({ file }) => late.push(file))) ids.push(evidence.attempt.id)
  t.same(refused, [])
  t.same(late, [join(folder, name)])
  t.same(ids, ['recording/tiny~recorded~2'])
})

t.test('a folder without evidence, and none, are told', async t => {
  const folder = t.testdir({ empty: {}, other: { 'README.md': 'no evidence', 'x.evidence.json.part': '{' } })
  for (const below of ['empty', 'other'])
    await t.rejects(openEvidence(join(folder, below)), {
      kind: 'usage',
      code: 'evidence-none',
      message: `${join(folder, below)} contains no evidence: no file in it ends in .json`,
    })
  await t.rejects(openEvidence(join(folder, 'missing')), {
    kind: 'usage',
    code: 'evidence-missing',
    message: `${join(folder, 'missing')} cannot be read: there is no such file`,
  })
  await t.rejects(openEvidence(join(folder, 'other/README.md/x')), {
    message: /cannot be read: a part of the path is a file/,
  })
})

t.test('of many files that cannot be judged some are named, and all are counted', async t => {
  const folder = t.testdir({})
  for (let number = 0; number < 100; number++) writeFileSync(join(folder, `${number}.json`), '')
  for (const [reporter, sign] of [
    ['tap', /^Bail out! .*0\.json cannot be judged: it is empty$/m],
    ['junit', /errors="100"/],
    ['jsonl', /"type":"problem","kind":"usage","code":"evidence-unreadable"/],
  ] as const) {
    const { code, stdout, stderr } = await commanded(['judge', folder, '--reporter', reporter])
    t.equal(code, 2)
    t.match(stdout, sign)
    t.match(stderr, /100 of 100 files cannot be judged:\n.*0\.json: it is empty\n/)
    t.match(stderr, /… and 80 more/)
    t.ok(stderr.split('\n').length < 30)
  }
})

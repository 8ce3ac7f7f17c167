import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadLabs } from '../../src/command/load-labs.ts'
import { renderProblems } from '../../src/lab/problem.ts'

const lab = 'title: A lab\nsteps: [{id: one, text: A step., run: "true"}]\n'

/** A course of five labs in two topics. */
function course(root: string): string {
  for (const topic of ['2-cgroup', '1-namespace']) mkdirSync(join(root, 'labs', topic), { recursive: true })
  for (const name of [
    '1-namespace/10-uts',
    '1-namespace/2-mount',
    '1-namespace/1-pid',
    '2-cgroup/1-memory-max',
    '2-cgroup/2-pid',
  ])
    writeFileSync(join(root, 'labs', `${name}.yaml`), lab)
  return root
}

/** The bytes that this process has read so far, proc_pid_io(5). */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

async function load(root: string, ...names: string[]) {
  const { labs, problems } = await loadLabs(names, { root, cwd: root, seed: 's' })
  return {
    ids: labs.map(({ id }) => id),
    files: labs.map(({ file }) => file),
    problems,
    text: renderProblems(problems),
  }
}

t.test('without a name it is the whole course, in its order', async t => {
  const { ids, files, text } = await load(course(t.testdir({})))
  t.equal(text, '')
  t.same(ids, ['namespace/pid', 'namespace/mount', 'namespace/uts', 'cgroup/memory-max', 'cgroup/pid'])
  t.equal(files[0], 'labs/1-namespace/1-pid.yaml')
})

t.test('a name is an id, its end, a topic, a file or a folder', async t => {
  const root = course(t.testdir({}))
  t.same((await load(root, 'namespace/pid')).ids, ['namespace/pid'])
  t.same((await load(root, 'memory-max')).ids, ['cgroup/memory-max'])
  t.same((await load(root, 'cgroup')).ids, ['cgroup/memory-max', 'cgroup/pid'])
  t.same((await load(root, 'labs/1-namespace/10-uts.yaml')).ids, ['namespace/uts'])
  t.same((await load(root, './labs/2-cgroup')).ids, ['cgroup/memory-max', 'cgroup/pid'])
  t.same((await load(root, 'labs')).ids.length, 5)
  t.same((await load(root, 'uts', 'namespace', 'mount')).ids, [
    'namespace/pid',
    'namespace/mount',
    'namespace/uts',
  ])
})

t.test('files and folders outside of the course are labs too', async t => {
  const root = course(t.testdir({ mine: { '1-own.yaml': lab, topic: { '2-other.yaml': lab } } }))
  t.same((await load(root, 'mine/1-own.yaml')).ids, ['own'])
  t.same((await load(root, 'mine')).ids, ['own', 'topic/other'])
})

t.test('names that fit nothing or too much are told, all at once', async t => {
  const { problems, text } = await load(
    course(t.testdir({})),
    'pid',
    'namspace/pid',
    'memory-mx',
    'nothing',
    'no.yaml',
  )
  t.same(
    problems.map(({ code }) => code),
    ['ambiguous-lab', 'unknown-lab', 'unknown-lab', 'unknown-lab', 'no-such-file'],
  )
  t.match(text, /did you mean `namespace\/pid`/)
  t.match(text, /did you mean `cgroup\/memory-max`/)
})

t.test('what is no text file is told, quickly and with no more memory than a lab may have', async t => {
  const root = t.testdir({
    labs: { 'empty.yaml': '', 'nul.yaml': 'title: \0', 'folder.yaml': {}, 'ending.yml': lab },
  })
  const at = (name: string) => join(root, 'labs', name)
  writeFileSync(at('big.yaml'), Buffer.alloc(100_000_000))
  writeFileSync(at('latin.yaml'), Buffer.from([0x74, 0x3a, 0x20, 0xfc]))
  execFileSync('/usr/bin/mkfifo', [at('pipe.yaml')])
  symlinkSync('/dev/zero', at('device.yaml'))
  symlinkSync('loop.yaml', at('loop.yaml'))
  symlinkSync('nowhere', at('dangling.yaml'))
  const before = { memory: process.memoryUsage().rss, read: bytesRead() }
  const start = performance.now()
  const { problems } = await load(root)
  t.ok(performance.now() - start < 5000)
  t.ok(process.memoryUsage().rss - before.memory < 50_000_000)
  t.ok(bytesRead() - before.read < 10_000_000, 'memory may be free again by now, but nothing large was read')
  t.same(
    Object.fromEntries(
      problems.map(({ at, code, message }) => [at.file.slice(5), code === 'not-a-file' ? message : code]),
    ),
    {
      'ending.yml': 'wrong-ending',
      'big.yaml': 'too-big',
      'dangling.yaml': 'no-such-file',
      'device.yaml': 'a lab must be a regular file; this is a device',
      'empty.yaml': 'empty',
      'folder.yaml': 'a lab must be a regular file; this is a folder',
      'latin.yaml': 'binary',
      'loop.yaml': 'unreadable',
      'nul.yaml': 'binary',
      'pipe.yaml': 'a lab must be a regular file; this is a pipe',
    },
  )
})

t.test('two files cannot be one lab', async t => {
  const { problems } = await load(t.testdir({ labs: { '1-a.yaml': lab, '2-a.yaml': lab } }))
  t.match(problems, [{ code: 'duplicate-lab', at: { file: 'labs/2-a.yaml' } }])
})

t.test('a course without labs, and none at all', async t => {
  t.match((await load(t.testdir({ labs: {} }))).problems, [{ code: 'no-labs' }])
  t.match((await load(t.testdir({}))).problems, [{ code: 'no-such-file' }])
})

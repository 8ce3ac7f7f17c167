import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'

const runFiles = new URL('run-files.ts', import.meta.url)

/** Runs test files, given as what follows the import of tap, in a process of their own. */
function run(t: Test, files: Record<string, string>) {
  const folder = t.testdir()
  const entry = join(folder, 'entry.ts')
  const call = `import { runFiles } from '${runFiles}'\nrunFiles(t, import.meta.dirname)`
  for (const [file, text] of [...Object.entries(files), ['entry.ts', call] as const])
    writeFileSync(join(folder, file), `import t from 'tap'\n${text}\n`)
  const { status, stdout } = spawnSync(process.execPath, ['--import=tsx', entry], { encoding: 'utf8' })
  const results = [...stdout.matchAll(/^ *(not ok|ok) \d+ - (.*?)(?: # .*)?$/gm)]
  return { status, results: results.map(([, outcome, name]) => `${outcome} ${name}`) }
}

t.test('each file is a subtest, with fixtures of its own', async t => {
  const { status, results } = run(t, {
    'one.test.ts': "t.testdir({ a: 'one' })\nt.test('first', async t => { t.ok(true, 'it runs') })",
    'two.test.ts':
      "import { readdirSync } from 'node:fs'\nt.same(readdirSync(t.testdir({ b: '' })), ['b'], 'its own')",
    'other.ts': "t.fail('it is no test file')",
  })
  t.same(results, ['ok it runs', 'ok first', 'ok one.test.ts', 'ok its own', 'ok two.test.ts'])
  t.equal(status, 0)
})

t.test('a file that does not load, or whose tests did not run, fails', async t => {
  const later = 'await new Promise(resolve => setTimeout(resolve, 50))'
  const cases: Record<string, [text: string, ...results: (string | RegExp)[]]> = {
    'absent.test.ts': ["import './missing.ts'", /^not ok Cannot find module '.*missing.ts'/],
    'empty.test.ts': ['', 'not ok empty.test.ts asserts nothing'],
    'idle.test.ts': ["t.test('idle', async () => {})", 'not ok idle asserts nothing'],
    'nested.test.ts': [
      "t.test('outer', async t => { t.test('inner', async () => {}) })",
      'not ok inner asserts nothing',
      'not ok outer',
    ],
    'thrown.test.ts': [
      `t.test('late', async t => { t.ok(true); setTimeout(() => { throw new Error('thrown') }); ${later} })`,
      'not ok thrown',
    ],
    'very-last.test.ts': ['process.exit(0)'],
    'without-turn.test.ts': ['t.ok(true)', 'not ok child test left in queue: without-turn.test.ts'],
  }
  const { status, results } = run(
    t,
    Object.fromEntries(Object.entries(cases).map(([file, [text]]) => [file, text])),
  )
  t.equal(status, 1)
  for (const [file, [, ...expected]] of Object.entries(cases))
    for (const each of expected)
      t.ok(
        results.some(result => (typeof each === 'string' ? result === each : each.test(result))),
        `${file}: ${each}`,
      )
})

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'

const runShare = new URL('run-share.ts', import.meta.url)

/** Makes test files, given as what follows the import of tap, and so many entries that share them. */
function entriesOf(t: Test, files: Record<string, string>, count = 1): string[] {
  const folder = t.testdir({ share: {} })
  const call = `import { runShare } from '${runShare}'\nrunShare(t, import.meta.filename)`
  const entries = Array.from({ length: count }, (_, index) => `share/${index + 1}.ts`)
  for (const [file, text] of [...Object.entries(files), ...entries.map(entry => [entry, call] as const)])
    writeFileSync(join(folder, file), `import t from 'tap'\n${text}\n`)
  return entries.map(entry => join(folder, entry))
}

function run(entry = '') {
  const { status, stdout } = spawnSync(process.execPath, ['--import=tsx', entry], { encoding: 'utf8' })
  const results = [...stdout.matchAll(/^ *(not ok|ok) \d+ - (.*?)(?: # .*)?$/gm)]
  return { status, results: results.map(([, outcome, name]) => `${outcome} ${name}`) }
}

t.test('each file is a subtest, with fixtures of its own', async t => {
  const [entry] = entriesOf(t, {
    'one.test.ts': "t.testdir({ a: 'one' })\nt.test('first', async t => { t.ok(true, 'it runs') })",
    'two.test.ts':
      "import { readdirSync } from 'node:fs'\nt.same(readdirSync(t.testdir({ b: '' })), ['b'], 'its own')",
    'other.ts': "t.fail('it is no test file')",
  })
  const { status, results } = run(entry)
  t.same(results, ['ok it runs', 'ok first', 'ok one.test.ts', 'ok its own', 'ok two.test.ts'])
  t.equal(status, 0)
})

t.test('several entries share the files, and leave none out', async t => {
  const names = ['a', 'b', 'c', 'd', 'e'].map(name => `${name}.test.ts`)
  const entries = entriesOf(t, Object.fromEntries(names.map(name => [name, "t.ok(true, 'it runs')"])), 2)
  const files = entries.map(entry => run(entry).results.filter(result => result !== 'ok it runs'))
  t.same(files, [
    ['ok a.test.ts', 'ok c.test.ts', 'ok e.test.ts'],
    ['ok b.test.ts', 'ok d.test.ts'],
  ])
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
  const files = Object.fromEntries(Object.entries(cases).map(([file, [text]]) => [file, text]))
  const { status, results } = run(entriesOf(t, files)[0])
  t.equal(status, 1)
  for (const [file, [, ...expected]] of Object.entries(cases))
    for (const each of expected)
      t.ok(
        results.some(result => (typeof each === 'string' ? result === each : each.test(result))),
        `${file}: ${each}`,
      )
})

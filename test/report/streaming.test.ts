import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { namesOf, reporters } from '../../src/report/registry.ts'

const first = 200
const more = 400
/** Bytes; a reporter that keeps anything of each attempt keeps more. */
const pointer = 8

// Without optimized code, which would be on the heap, too.
const flags = ['--expose-gc', '--no-opt', '--no-flush-bytecode', '--import=tsx']
const program = join(import.meta.dirname, 'measure-reporters.ts')
const { stdout } = await promisify(execFile)(
  process.execPath,
  [...flags, program, String(first), String(more), '40'],
  { cwd: join(import.meta.dirname, '../..') },
)
const found = stdout
  .trim()
  .split('\n')
  .map((line): Found => JSON.parse(line))

interface Found {
  readonly name: string
  readonly heap: number
  readonly attempts: Work
  readonly checks: Work
}

/** For some, and for twice as many. */
type Work = readonly [number, number]

function of(name: string): Found {
  const its = found.find(each => each.name === name)
  if (!its) throw new Error(`nothing was measured of ${name}`)
  return its
}

/** JUnit's totals come first, so it keeps results until the end. */
const streaming = ['tally', ...namesOf(reporters).filter(name => name !== 'junit')]

t.test('the heap does not grow with the attempts already reported', async t => {
  for (const name of streaming) t.ok(of(name).heap < more * pointer, `${name}: ${of(name).heap} bytes`)
  for (const name of ['keeps events', 'copies what it keeps'])
    t.ok(of(name).heap > more * pointer, `a reporter that ${name} would be found`)
})

t.test('JUnit keeps neither events nor evidence', async t => {
  const { heap } = of('junit')
  t.ok(heap > more * 500, 'results are kept')
  t.ok(heap < more * 2_500, `${heap} bytes: less than half of the evidence alone`)
})

t.test('twice as many attempts, or checks, are twice the work', async t => {
  const growth = ([once, twice]: Work) => twice / once
  for (const measured of ['attempts', 'checks'] as const) {
    const growthOf = (name: string) => growth(of(name)[measured])
    for (const name of [...streaming, 'junit'])
      t.ok(growthOf(name) < 2.05, `${name}, ${measured}: ${growthOf(name)} times`)
    t.ok(growthOf('copies what it keeps') > 2.05, 'a reporter that copies what it keeps would be found')
  }
})

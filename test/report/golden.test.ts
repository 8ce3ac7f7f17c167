import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import type { ReporterName } from '../../src/report/registry.ts'
import { runs } from './sample-run.ts'
import { exitCodeAfter, written } from './write.ts'

/** RUN.EXITCODE.FORMAT: the output for a run in a format. With UPDATE_GOLDEN=1 they are made anew. */
const folder = new URL('../fixtures/report/golden/', import.meta.url)
const pattern =
  /^(?<run>\w+)\.(?<code>\d+)\.(?:(?<tap>tap)|(?<junit>junit)\.xml|(?<pretty>pretty)(?:-(?<columns>\d+))?\.(?:txt|ansi))$/

const files = readdirSync(folder).filter(file => !file.startsWith('.'))

t.test('every run has its golden outputs', async t => {
  for (const run of Object.keys(runs))
    t.ok(
      files.some(file => file.startsWith(`${run}.`)),
      run,
    )
})

for (const file of files) {
  t.test(file, async t => {
    const { run = '', code, columns, ...names } = pattern.exec(file)?.groups ?? {}
    const name = (['tap', 'junit', 'pretty'] as const).find(each => names[each]) as ReporterName
    const events = runs[run as keyof typeof runs]()
    const style = { colour: file.endsWith('.ansi'), columns: Number(columns ?? 80) }
    const text = await written(name, events, style)
    const golden = new URL(file, folder)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text)
    t.equal(text, readFileSync(golden, 'utf8'))
    t.equal(exitCodeAfter(events), Number(code))
  })
}

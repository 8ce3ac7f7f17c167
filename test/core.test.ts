import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import t from 'tap'
import type * as Core from '../src/core.ts'

/** The core as a page would load it. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../src/core.ts')],
    bundle: true,
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    globalName: 'unboxed',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

const kept = readFileSync(
  new URL('fixtures/evidence/format-1/namespace.pid.evidence.json', import.meta.url),
  'utf8',
)

t.test('a bundle for the browser judges kept evidence where there is nothing but the language', async t => {
  const realm = createContext({ kept })
  runInContext(await bundle(), realm)
  t.equal(runInContext('typeof process + typeof Buffer + typeof setTimeout', realm), 'undefined'.repeat(3))
  const { unboxed } = realm as { unboxed: typeof Core }
  const { lab, evidence } = unboxed.decodeKept<Core.Lab>(kept)
  t.equal(unboxed.judgeLab(lab, evidence).length, 7)

  let text = ''
  const tap = await unboxed.reporters.tap()
  const reporter = tap(piece => {
    text += piece
  })
  const tally = unboxed.tallyOf()
  const summary = { labs: [lab], attempts: { [lab.id]: 1 }, seed: lab.seed, machine: 'a page' }
  await unboxed.rejudge(summary, [{ lab, evidence }], { now: () => 0 }, event => {
    reporter.event(event)
    tally.event(event)
  })
  reporter.end()
  t.match(text, /^ {4}1\.\.7$/m)
  t.match(text, /^ok 1 - namespace\/pid/m)
  t.equal(tally.exitCode(), 0)
})

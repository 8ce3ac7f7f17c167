import { readdirSync } from 'node:fs'
import { register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Test } from 'tap'

/** The test that stands for each file, by the file's URL. */
const tests = new Map<string, Test>()

/**
 * Runs every test file below a folder in this process, each as a subtest named for it: a process for each file costs a
 * second before its first assertion. A file that does not load, or that asserts nothing, fails.
 */
export function runFiles(t: Test, folder: string): void {
  register('./resolve-tap.ts', import.meta.url)
  failWithoutAssertions(t)
  for (const file of testFilesIn(folder))
    t.test(file, async t => {
      const { href } = pathToFileURL(join(folder, file))
      tests.set(href, t)
      await import(href)
    })
}

/** What `tap` exports to a test file: its own subtest instead of the root. */
export function testFor(url: string): Test {
  const test = tests.get(url)
  if (!test) throw new Error(`${url} is not run by runFiles`)
  return test
}

function testFilesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.test.ts'),
  )
  if (files.length === 0) throw new Error(`no test file below ${folder}`)
  return files.sort()
}

/** To tap, a test without an assertion passes: a loop over nothing, or a callback never called, would go unseen. */
function failWithoutAssertions(t: Test): void {
  t.on('subtestAdd', added => {
    const subtest = added as Test
    failWithoutAssertions(subtest)
    subtest.on('end', () => {
      if (subtest.counts.total === 0)
        t.fail(`${subtest.name} asserts nothing`, { at: subtest.options.at ?? null })
    })
  })
}

import { readdirSync } from 'node:fs'
import { register } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Test } from 'tap'

/** The test that stands for each file, by the file's URL. */
const tests = new Map<string, Test>()

/**
 * Runs this entry's share of the test files in this process, each as a subtest named for it: a process for each file costs a
 * second before its first assertion. The entries in one folder share all files below its parent: with two of them, each
 * takes every other file. A file that does not load, or that asserts nothing, fails.
 */
export function runShare(t: Test, entry: string): void {
  register('./resolve-tap.ts', import.meta.url)
  t.setTimeout(600_000)
  failWithoutAssertions(t)
  const folder = dirname(dirname(entry))
  for (const file of shareOf(entry, testFilesIn(folder)))
    t.test(file, async t => {
      const { href } = pathToFileURL(join(folder, file))
      tests.set(href, t)
      await import(href)
    })
}

/** What `tap` exports to a test file: its own subtest instead of the root. */
export function testFor(url: string): Test {
  const test = tests.get(url)
  if (!test) throw new Error(`${url} is not run by runShare`)
  return test
}

function shareOf(entry: string, files: readonly string[]): string[] {
  const entries = readdirSync(dirname(entry)).sort()
  const share = entries.indexOf(basename(entry))
  return files.filter((_, index) => index % entries.length === share)
}

function testFilesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.test.ts'),
  )
  if (files.length === 0) throw new Error(`no test file below ${folder}`)
  return files.sort()
}

/** tap passes a test without assertions, which would hide a loop over nothing or a callback that is never called. */
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

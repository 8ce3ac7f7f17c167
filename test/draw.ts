import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import { labFiles } from './lab-files.ts'

/** The names of all labs of the course. */
const all = labFiles.map(name => name.replace(/\.yaml$/, ''))

/**
 * The names of some labs of the course, for a test that would take too long with all of them. They are drawn from the commit, and for each
 * test others, so that the tests of a few commits have had every lab. `UNBOXED_DRAW=all` draws all of them, `UNBOXED_DRAW=a/b,c/d` these. What
 * was drawn is told in the output. `among` are the labs that the test can be made with.
 */
export function drawLabs(t: Test, test: string, count: number, among: readonly string[] = all): string[] {
  const asked = process.env.UNBOXED_DRAW
  const commit = headCommit()
  const labs =
    chosen(asked, all)?.filter(lab => among.includes(lab)) ?? drawn(among, `${commit} ${test}`, count)
  const from = asked ? '' : `, drawn from commit ${commit}`
  t.comment(`${labs.length} of ${among.length} labs${from}: UNBOXED_DRAW=${labs.join(',')}`)
  return labs
}

const drawn = (labs: readonly string[], seed: string, count: number) => ranked(labs, seed).slice(0, count)

/** The labs that somebody names; undefined if nobody does. A name that no lab has is a mistake. */
export function chosen(asked: string | undefined, labs: readonly string[]): string[] | undefined {
  if (!asked) return undefined
  if (asked === 'all') return [...labs]
  const names = asked.split(',')
  const unknown = names.filter(name => !labs.includes(name))
  if (unknown.length > 0) throw new Error(`UNBOXED_DRAW names no lab of the course: ${unknown.join(', ')}`)
  return names
}

/** In an order that the seed shuffles: that of a lab does not change the order of the others. */
export function ranked(labs: readonly string[], seed: string): string[] {
  const rank = new Map(labs.map(lab => [lab, createHash('sha256').update(`${seed} ${lab}`).digest('hex')]))
  const of = (lab: string) => rank.get(lab) ?? ''
  return [...labs].sort((a, b) => (of(a) < of(b) ? -1 : 1))
}

/** Where there is no repository, such as in a package, every draw is the same. */
function headCommit(): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim().slice(0, 12) : 'none'
}

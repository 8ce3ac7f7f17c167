import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { programTable } from '../../../src/lab/reference/program-table.ts'
import { startAtTerminal, startPiped, until } from '../../command/unboxed.ts'
import { courseFolder, labFiles } from '../../lab-files.ts'
import { useOwnCache } from './own-cache.ts'

// The first run builds the image and the template, which takes minutes.
t.setTimeout(900_000)

await useOwnCache(t)

/** What a script of lines prints in a machine. */
async function printed(lines: readonly string[]): Promise<string[]> {
  const { child, ended } = startPiped(['shell'])
  child.stdin.end(`${lines.join('\n')}\n`)
  const { stdout, stderr } = await ended
  t.equal(stderr, '')
  return stdout.trimEnd().split('\n')
}

const reads = labFiles.flatMap(name => parse(readFileSync(join(courseFolder, name), 'utf8')).reads ?? [])
const pages = [
  ...new Set(reads.flatMap((read: string) => /^([\w.-]+)\((\d)\)/.exec(read)?.slice(1).join(' '))),
]
  .filter(page => page !== undefined)
  .map(page => page.split(' '))

t.test('it has every manual page that a lab names', async t => {
  t.ok(pages.length > 8)
  const found = await printed(
    pages.map(([name, section]) => `man -w ${section} ${name} > /dev/null && echo found || echo ${name}`),
  )
  t.same(
    found,
    pages.map(() => 'found'),
  )
})

t.test('it has every program of the reference', async t => {
  const programs = Object.values(programTable).flatMap(({ programs }) => programs)
  const found = await printed(
    programs.map(name => `command -v ${name} > /dev/null && echo found || echo ${name}`),
  )
  t.same(
    found,
    programs.map(() => 'found'),
  )
})

t.test('pages are searched and shown, and the pager has nothing to complain of', async t => {
  const [whatis, first, kitty, ...more] = await printed([
    'apropos --exact unshare | sort | head -1',
    'man 7 cgroups | head -1',
    'for term in xterm-256color tmux-256color alacritty xterm-kitty foot; do TERM=$term tput cols > /dev/null || echo $term; done; echo all',
  ])
  t.match(whatis, /^unshare \([12]\) +- /)
  t.match(first, /^cgroups\(7\) /)
  t.equal(kitty, 'all')
  t.same(more, [])
})

t.test('options are completed, though nothing for that is read before the first prompt', async t => {
  const { child, seen, ended } = startAtTerminal(['shell'])
  t.ok(await until(60_000, () => /# $/.test(plain(seen.stdout))), 'a prompt')
  const type = async (keys: string, shows: RegExp) => {
    const from = seen.stdout.length
    child.stdin.write(keys)
    t.ok(await until(60_000, () => shows.test(plain(seen.stdout.slice(from)))), `${keys}: ${shows}`)
  }
  await type('declare -F _comp_initialize _init_completion; echo none\r', /\nnone\n/)
  await type('unshare --mount-pr\t', /unshare --mount-proc $/)
  await type('\x15ip netn\t', /ip netns $/)
  child.stdin.write('\x15exit\r')
  t.equal((await ended).code, 0)
})

const plain = (text: string) => text.replace(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|[\x07\r]/g, '')

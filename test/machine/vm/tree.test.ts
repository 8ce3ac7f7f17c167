import { readFile } from 'node:fs/promises'
import t from 'tap'
import { mmdebstrapArguments, packageNames } from '../../../src/machine/vm/tree.ts'

t.test('a package list has headings, comments and empty lines', async t => {
  const list = '# why\n[labs] # all\nnodejs # the agent\n\n  tini\n[box]\nrsync\n'
  t.same(packageNames(list, 'labs'), ['nodejs', 'tini'])
  t.same(packageNames(list, 'labs', 'box'), ['nodejs', 'tini', 'rsync'])
  t.same(packageNames(list, 'image'), [])
})

t.test("the project's own list is of Debian names, each once", async t => {
  const list = await readFile('scripts/image/packages.txt', 'utf8')
  t.ok(packageNames(list, 'labs').includes('nodejs'))
  for (const own of ['image', 'box'] as const) {
    const names = packageNames(list, 'labs', 'learn', own)
    t.ok(packageNames(list, own).length > 0, `${own} has some of its own`)
    for (const name of names) t.match(name, /^[a-z0-9][a-z0-9+.-]+$/)
    t.equal(new Set(names).size, names.length)
  }
})

t.test('no mirror is named', async t => {
  const args = mmdebstrapArguments(['a', 'b'], '/tree')
  t.ok(args.includes('--include=a,b'))
  t.same(args.slice(-2), ['trixie', '/tree'])
  t.notMatch(args.join(' '), /https?:/)
})

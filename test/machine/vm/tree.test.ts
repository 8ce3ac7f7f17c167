import { readFile } from 'node:fs/promises'
import t from 'tap'
import { mmdebstrapArguments, packageNames } from '../../../src/machine/vm/tree.ts'

t.test('a package list has comments and empty lines', async t => {
  t.same(packageNames('# why\n\nnodejs # the agent\n  tini\n'), ['nodejs', 'tini'])
})

t.test("the project's own list is of Debian names, each once", async t => {
  const names = packageNames(await readFile('scripts/image/packages.txt', 'utf8'))
  t.ok(names.includes('nodejs'))
  for (const name of names) t.match(name, /^[a-z0-9][a-z0-9+.-]+$/)
  t.equal(new Set(names).size, names.length)
})

t.test('no mirror is named', async t => {
  const args = mmdebstrapArguments(['a', 'b'], '/tree')
  t.ok(args.includes('--include=a,b'))
  t.same(args.slice(-2), ['trixie', '/tree'])
  t.notMatch(args.join(' '), /https?:/)
})

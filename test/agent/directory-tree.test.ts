import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { below, directoriesIn, inDirectory, inside } from '../../src/agent/directory-tree.ts'

const name = Buffer.from('x'.repeat(200))

t.test('directories nested deeper than a path may be long are reached and removed', async t => {
  const top = join(t.testdir(), 'top')
  mkdirSync(top)
  const dig = (directory: number, left: number): void => {
    mkdirSync(inside(directory, name))
    if (left > 0) inDirectory(inside(directory, name), below => dig(below, left - 1))
  }
  inDirectory(top, directory => dig(directory, 40))
  const fill = (directory: number): number => {
    const depths = directoriesIn(directory).map(child => {
      const depth = inDirectory(inside(directory, child), fill) ?? 0
      rmdirSync(inside(directory, child))
      return depth
    })
    return 1 + Math.max(0, ...depths)
  }
  t.equal(inDirectory(top, fill), 42)
  t.same(readdirSync(top), [])
})

t.test('a name may hold any byte', async t => {
  const folder = t.testdir()
  const odd = Buffer.from([0xff, 0x0d, 0x0a, 0x5c, 0x20, 0xc3])
  mkdirSync(below(folder, odd))
  t.same(inDirectory(folder, directoriesIn), [odd])
  rmdirSync(below(folder, odd))
})

t.test('what is gone holds nothing, and a file is no directory', async t => {
  const folder = t.testdir({ file: '' })
  t.equal(
    inDirectory(join(folder, 'gone'), () => 'opened'),
    undefined,
  )
  t.throws(() => inDirectory(join(folder, 'file'), () => 'opened'), { code: 'ENOTDIR' })
  t.ok(existsSync(folder))
})

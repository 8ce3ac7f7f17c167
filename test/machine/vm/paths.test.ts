import t from 'tap'
import { imageFiles, templateFiles, vmPaths } from '../../../src/machine/vm/paths.ts'

t.test('the cache folder is XDG_CACHE_HOME where that is absolute', async t => {
  t.equal(vmPaths({ XDG_CACHE_HOME: '/cache', HOME: '/home/me' }).root, '/cache/unboxed')
  t.equal(vmPaths({ XDG_CACHE_HOME: 'relative', HOME: '/home/me' }).root, '/home/me/.cache/unboxed')
  t.equal(vmPaths({ HOME: '/home/me' }).run, '/home/me/.cache/unboxed/run')
})

t.test('with neither there is no place, and it says so', async t => {
  t.throws(() => vmPaths({ HOME: 'somewhere' }), { code: 'no-cache-folder', kind: 'machine' })
})

t.test('files are in their folder', async t => {
  t.equal(imageFiles('/i').disk, '/i/root.ext4')
  t.equal(templateFiles('/t').memory, '/t/memory')
})

import t from 'tap'
import { cacheRoot } from '../../src/cache/root.ts'

t.test('the cache is in XDG_CACHE_HOME where that is absolute, else in ~/.cache', async t => {
  t.equal(cacheRoot({ XDG_CACHE_HOME: '/cache', HOME: '/home/me' }), '/cache/unboxed')
  t.equal(cacheRoot({ XDG_CACHE_HOME: 'relative', HOME: '/home/me' }), '/home/me/.cache/unboxed')
  t.equal(cacheRoot({ HOME: '/home/me' }), '/home/me/.cache/unboxed')
})

t.test('without either, the problem says so', async t => {
  t.throws(() => cacheRoot({ HOME: 'somewhere' }), { code: 'no-cache-folder', kind: 'machine' })
})

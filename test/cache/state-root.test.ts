import t from 'tap'
import { stateRoot } from '../../src/cache/state-root.ts'

t.test('the state folder is in XDG_STATE_HOME where that is absolute, else in ~/.local/state', async t => {
  t.equal(stateRoot({ XDG_STATE_HOME: '/state', HOME: '/home/me' }), '/state/unboxed')
  t.equal(stateRoot({ XDG_STATE_HOME: 'relative', HOME: '/home/me' }), '/home/me/.local/state/unboxed')
  t.equal(stateRoot({ XDG_STATE_HOME: '', HOME: '/home/me' }), '/home/me/.local/state/unboxed')
  t.equal(stateRoot({ HOME: 'somewhere' }), undefined)
})

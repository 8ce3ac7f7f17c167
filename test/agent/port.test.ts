import { join } from 'node:path'
import t from 'tap'
import { findPort } from '../../src/agent/port.ts'
import { failing } from './failing.ts'

const sys = t.testdir({
  vport1p0: { name: 'org.other\n' },
  vport1p1: { name: 'org.unboxed.agent\n' },
})

t.equal(findPort('org.unboxed.agent', sys, '/dev'), '/dev/vport1p1')

t.test('which ports there are is told when the one is missing', async t => {
  t.throws(
    () => findPort('org.none', sys, '/dev'),
    failing({ errno: 'ENODEV', message: /vport1p0, vport1p1/ }),
  )
  t.throws(() => findPort('org.none', join(sys, 'none'), '/dev'), { code: 'ENOENT' } as unknown as Error)
})

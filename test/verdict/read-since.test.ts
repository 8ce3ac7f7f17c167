import t from 'tap'
import { linesSince } from '../../src/verdict/read-since.ts'
import { recorded } from '../kernel/fixture.ts'

const before = recorded('host/dmesg-before')
const now = recorded('host/dmesg-after')

t.test('what a log has gained', async t => {
  const gained = linesSince(before, now)
  t.match(gained, /^\[ +\d+\.\d+\] perl invoked oom-killer: /)
  t.match(gained, /Killed process 299 \(perl\)[^\n]+\n$/)
  t.equal(linesSince(now, now), '')
})

t.test('a log that has forgotten its beginning, or had none', async t => {
  const later = now.split('\n').slice(40).join('\n')
  t.equal(linesSince(before, later), later)
  t.equal(linesSince('', now), now)
})

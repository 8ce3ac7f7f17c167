import t from 'tap'
import { eventsOf, unboxed } from '../../command/unboxed.ts'
import { useOwnCache } from '../../machine/vm/own-cache.ts'

t.setTimeout(600_000)
await useOwnCache(t)

const labs = ['pid', 'user', 'memory-max', 'oom-kill', 'freeze', 'delegation', 'capabilities', 'life-cycle']

t.test('both sides of an honest machine agree in every check of these labs', async t => {
  const events = eventsOf(
    await unboxed(['run', ...labs, '--observe', 'both', '--reporter', 'jsonl', '--jobs', '2']),
  )
  const verdicts = events.flatMap(event => (event.type === 'verdict' ? [event.verdict] : []))
  t.ok(verdicts.length > 50)
  t.same(
    verdicts.filter(({ outcome, contradicted }) => outcome !== 'pass' || contradicted),
    [],
  )
  const both = verdicts.filter(({ observed }) => observed === 'inside and outside')
  t.ok(both.length > 30)
  const facts = both.reduce((sum, { facts }) => sum + facts.length, 0)
  t.comment(`${verdicts.length} checks, of which ${both.length} with ${facts} facts are seen from both sides`)
  const attempts = events.flatMap(event => (event.type === 'attempt-end' ? [event] : []))
  t.equal(attempts.length, labs.length)
  for (const { attempt, ms, evidence } of attempts) {
    const { from, walks = 0, took = 0, repeated, longestStop } = evidence.observation ?? {}
    t.equal(from, 'inside and outside', attempt)
    t.comment(
      `${attempt}: ${walks} walks, ${((100 * took) / ms).toFixed(1)} % of its time, ${repeated} looks repeated, longest stop ${longestStop} ms`,
    )
  }
})

import t from 'tap'
import { judgeLab } from '../../src/verdict/judge.ts'
import { checkWords, failureWords } from '../../src/verdict/words.ts'
import { memoryMax } from '../report/sample-run.ts'

t.test('a check in one line, and why it did not pass', async t => {
  const [limit, skipped, absent] = judgeLab(memoryMax.lab, memoryMax.evidence)
  if (!limit || !skipped || !absent) throw new Error('three verdicts are expected')
  t.equal(checkWords(limit), 'cgroup mygroup: memory.max is 512MiB')
  t.equal(failureWords(limit), 'expected 512MiB, the kernel says 64MiB (67108864)')
  t.equal(checkWords(skipped), 'cgroup mygroup: limit/1 failed, and this check rests on it')
  t.equal(failureWords(absent), 'there is no cgroup /sys/fs/cgroup/nope', 'said once')
})

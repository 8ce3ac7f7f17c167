import t from 'tap'
import { count, leakWords, seconds } from '../../src/report/wording.ts'

t.test('small words', async t => {
  t.equal(count(1, 'check'), '1 check')
  t.equal(count(0, 'check'), '0 checks')
  t.equal(seconds(1249), '1.2 s')
  const leaks = [
    { kind: 'process', what: 'sleep (pid 412)' },
    { kind: 'cgroup', what: '/sys/fs/cgroup/mygroup' },
  ] as const
  t.equal(leakWords(leaks), 'process sleep (pid 412), /sys/fs/cgroup/mygroup')
})

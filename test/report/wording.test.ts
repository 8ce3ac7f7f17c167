import t from 'tap'
import { count, leakWords, printable, seconds } from '../../src/report/wording.ts'

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

const texts: [string, string][] = [
  ['plain\ttext\n', 'plain\ttext\n'],
  ['one\r\ntwo', 'one\ntwo'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007shown', 'shown'],
  ['\u001b]8;;http://example.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u001b[2J\u001b[H', ''],
  ['bell\u0007', 'bell\ufffd'],
  ['nul\u0000', 'nul\ufffd'],
  ['\u009b31mred', 'red'],
  ['\u001bPdevice\u001b\\shown', 'shown'],
  ['\u0085next', '\ufffdnext'],
  ['cut off \u001b', 'cut off \ufffd'],
  ['\u001b\u001b[m[2J', '\ufffd[2J'],
  ['日本 👩‍🚀', '日本 👩‍🚀'],
]
t.test('text of others cannot move the cursor or change colours', async t => {
  for (const [text, shown] of texts) t.equal(printable(text), shown, JSON.stringify(text))
})

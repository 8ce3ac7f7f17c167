import t from 'tap'
import { readDuration, readShare, readSize } from '../../src/kernel/quantity.ts'

t.test('sizes', async t => {
  t.equal(readSize('512MiB'), 536_870_912)
  t.equal(readSize('64M'), 67_108_864)
  t.equal(readSize('1.5GiB'), 1_610_612_736)
  t.equal(readSize('4096'), 4096)
  t.equal(readSize('10 B'), 10)
  for (const text of ['', '64MB', '-1', 'max', '1.5', '1e3', 'MiB', '64mib', '1.2.3K', '99999999TiB'])
    t.equal(readSize(text), undefined, text)
})

t.test('durations, without the noise of binary fractions', async t => {
  t.equal(readDuration('20ms'), 20)
  t.equal(readDuration('1.1s'), 1100)
  t.equal(readDuration('300us'), 0.3)
  t.equal(readDuration('2min'), 120_000)
  t.equal(readDuration('1h'), 3_600_000)
  for (const text of ['5', '5m', 's', '-1s', '1d']) t.equal(readDuration(text), undefined, text)
})

t.test('shares', async t => {
  t.equal(readShare('20%'), 0.2)
  t.equal(readShare('150%'), 1.5)
  t.equal(readShare('0.7%'), 0.007)
  for (const text of ['20', '%', 'x%']) t.equal(readShare(text), undefined, text)
})

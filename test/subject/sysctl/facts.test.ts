import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts } from '../../../src/subject/sysctl/facts.ts'
import { sysctl } from '../../../src/subject/sysctl/sysctl.ts'
import { recorded } from '../../kernel/fixture.ts'

t.test('a number, or text', async t => {
  t.equal(facts.number?.parse([recorded('net/ip_forward')], {}), 0)
  t.equal(facts.text?.parse([recorded('net/ip_forward')], {}), '0')
  t.equal(facts.text?.parse([recorded('net/tcp_rmem')], {}), '4096\t131072\t6291456')
  t.throws(() => facts.number?.parse([recorded('net/tcp_rmem')], {}), Unreadable)
})

t.test('dots are slashes, unless it has slashes', async t => {
  const pathOf = (name: string) => sysctl.binding(sysctl.make(name, undefined)).path
  t.equal(pathOf('net.ipv4.ip_forward'), '/net/ipv4/ip_forward')
  t.equal(pathOf('net/ipv4/conf/eth0.1/forwarding'), '/net/ipv4/conf/eth0.1/forwarding')
})

t.test('it is written as sysctl(8) names it', async t => {
  const { value } = sysctl.form
  if (typeof value !== 'object' || !('pattern' in value)) return t.fail('it has a pattern')
  for (const right of ['net.ipv4.ip_forward', 'kernel.hostname', 'net/ipv4/conf/eth0.1/forwarding'])
    t.match(right, value.pattern)
  for (const wrong of ['ip_forward', '/proc/sys/net', 'net..x', 'net/../../etc', 'net.ipv4.', 'net/./x'])
    t.notMatch(wrong, value.pattern)
})

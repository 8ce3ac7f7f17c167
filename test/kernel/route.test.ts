import t from 'tap'
import { routeText, routeTo } from '../../src/kernel/route.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const text = recorded('net/routes.json')
const to = (destination: string) => routeTo(text, destination)

t.test('a route of the main table, by its destination', async t => {
  t.same(to('10.0.0.0/24'), {
    kind: 'unicast',
    via: '',
    dev: 'v0',
    source: '10.0.0.1',
    scope: 'link',
    protocol: 'kernel',
    metric: 0,
  })
  t.match(to('10.30.0.5'), { dev: 'v0', scope: 'link', protocol: 'static' })
  t.match(to('10.9.0.0/16'), { kind: 'blackhole', via: '', dev: '' })
  t.match(to('10.10.0.0/16'), { kind: 'unreachable' })
})

t.test('of several routes to one destination the one with the lowest metric', async t => {
  t.match(to('default'), { via: '10.0.0.2', metric: 50, source: '10.0.0.1', protocol: 'boot' })
})

t.test('several next hops', async t => {
  t.match(to('10.20.0.0/16'), { via: '10.0.0.2,10.0.0.3', dev: 'v0,v0' })
})

t.test('the same destination is written in several ways', async t => {
  t.same(to('0.0.0.0/0'), to('default'))
  t.same(to('10.30.0.5/32'), to('10.30.0.5'))
  t.match(to('::/0'), { via: 'fd00::2', metric: 1024 })
  t.match(to('fd00::/64'), { dev: 'v0', protocol: 'kernel', metric: 256 })
})

t.test('routes of other tables, and parts of a prefix, are others', async t => {
  for (const none of ['10.7.0.0/16', '10.0.0.1', '127.0.0.0/8', '10.0.0.0/8', '10.0.0.0', '::1'])
    t.equal(to(none), undefined, none)
})

t.test('another text is unreadable', async t => {
  for (const other of ['', 'Device not found', '{}', '[1]'])
    t.throws(() => routeTo(other, 'default'), Unreadable, other)
  for (const key of ['"scope":"global",', '"protocol":"boot",', '"type":"unicast",'])
    t.throws(() => routeTo(text.replaceAll(key, ''), 'default'), Unreadable, key)
  t.throws(() => routeTo(text.replaceAll('"metric":50', '"metric":"50"'), 'default'), Unreadable)
})

t.test('evidence shows the route, or what there is instead', async t => {
  t.equal(routeText(text, '10.9.0.0/16', ['type']), '[{"type":"blackhole","dst":"10.9.0.0/16"}]')
  t.match(routeText(text, '10.99.0.0/16', ['type']), /^\[{"dst":"10.7.0.0\/16","dev":"v0"},/)
})

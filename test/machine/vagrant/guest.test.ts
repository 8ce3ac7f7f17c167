import { readFileSync } from 'node:fs'
import t from 'tap'
import { guestScript, readGuest, toldAll } from '../../../src/machine/vagrant/guest.ts'

/** What a real guest told. */
const told = readFileSync('test/fixtures/vagrant/guest.txt', 'utf8')

t.test('a guest tells what it is', async t => {
  t.same(readGuest(told), {
    boot: 'da32024f-9016-41a0-8f2b-b3ff8a7ec5c9',
    processor: 'QEMU TCG CPU version 2.5+',
    emulated: true,
    systemd: true,
    shipped: false,
  })
})

t.test('another one tells otherwise', async t => {
  const other = told
    .replace('QEMU TCG CPU version 2.5+', 'AMD EPYC 7763')
    .replace('systemd yes', 'shipped yes')
  t.match(readGuest(other), { processor: 'AMD EPYC 7763', emulated: false, systemd: false, shipped: true })
})

t.test('the first reason why no agent can be started there is told', async t => {
  const troubles = [
    ['no-cgroups', 'unsupported', told.replace('cgroup2fs', 'tmpfs')],
    ['no-cgroups', 'unsupported', told.replace(/^\/sys.*\n/m, '')],
    ['commands-missing', 'machine', told.replace('told', 'missing node\ntold')],
    ['disk-full', 'machine', told.replace('1835055', '12')],
  ] as const
  for (const [code, kind, text] of troubles)
    t.throws(() => readGuest(text), { code, kind, remedy: /\w/ } as unknown as Error, code)
})

t.test('a guest has told all at its last line, not before', async t => {
  t.ok(toldAll(told))
  t.notOk(toldAll(told.replace(/told\n$/, 'tol')))
})

t.test('the script goes through a shell in single quotes', async t => {
  t.notMatch(guestScript('/run/unboxed/agent.cjs'), /'/)
})

import t from 'tap'
import { parseStatus } from '../../src/kernel/status.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('a process in namespaces of its own', async t => {
  const status = parseStatus(recorded('proc/status'))
  t.match(status, {
    name: 'sleep',
    state: 'sleeping',
    pid: 226,
    parent: 218,
    threads: 1,
    pids: [226, 8],
    uid: { real: 1000, effective: 1000, saved: 1000, filesystem: 1000 },
    capabilities: { effective: '000001ffffffffff', ambient: '0000000000000000' },
    cpusAllowed: '0',
    noNewPrivs: false,
    seccomp: 'disabled',
    resident: 1936 * 1024,
  })
})

t.test('a zombie and a kernel thread have no memory', async t => {
  t.equal(parseStatus(recorded('proc/status-zombie')).state, 'zombie')
  t.equal(parseStatus(recorded('proc/status-zombie')).resident, undefined)
  t.equal(parseStatus(recorded('proc/status-kthread')).name, 'kthreadd')
  t.equal(parseStatus(recorded('proc/status-kthread')).resident, undefined)
})

t.test('a name with a newline, a space and a bracket is read back as it was', async t => {
  const status = parseStatus(recorded('proc/status-odd'))
  t.equal(status.name, 'we ird)\nx')
  t.equal(status.noNewPrivs, true)
})

t.test('a text without what is documented is unreadable, and the message names what is missing', async t => {
  const text = recorded('proc/status')
  t.throws(() => parseStatus(''), Unreadable)
  t.throws(() => parseStatus(text.replace(/^NSpid.*\n/m, '')), { message: /a line NSpid:/ })
  t.throws(() => parseStatus(text.replace('S (sleeping)', 'S sleeping')), { message: /a line State:/ })
  t.throws(() => parseStatus(text.replace(/^Uid:.*$/m, 'Uid:\t0\t0')), { message: /four ids/ })
  t.throws(() => parseStatus(text.replace(/^Seccomp:.*$/m, 'Seccomp:\tseven')), {
    message: /a line Seccomp:/,
  })
})

t.test('a word that a newer kernel says is read as it is', async t => {
  const text = recorded('proc/status')
  t.equal(parseStatus(text.replace('S (sleeping)', 'D (dreaming)')).state, 'dreaming')
  t.equal(parseStatus(text.replace(/^Seccomp:.*$/m, 'Seccomp:\t7')).seccomp, 'mode 7')
})

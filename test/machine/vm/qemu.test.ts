import t from 'tap'
import { acceleratorProfiles } from '../../../src/machine/accelerator-profile.ts'
import { type Guest, probeArguments, qemuArguments } from '../../../src/machine/vm/qemu.ts'

const guest: Guest = {
  image: { disk: '/i/root.ext4', kernel: '/i/vmlinuz', initramfs: '/i/initrd' },
  template: { memory: '/t/memory', agent: '/t/agent' },
  profile: acceleratorProfiles.tcg,
  as: 'template',
  generation: '11111111-2222-3333-4444-555555555555',
  console: '/r/console.log',
}

t.test('the template shares its memory file, a clone maps it copy-on-write and waits', async t => {
  const template = qemuArguments(guest)
  const clone = qemuArguments({ ...guest, as: 'clone' })
  t.match(template.join(' '), 'mem-path=/t/memory,share=on')
  t.match(clone.join(' '), 'mem-path=/t/memory,share=off')
  t.same(clone.slice(-2), ['-incoming', 'defer'])
  const rest = clone.slice(0, -2).map(argument => argument.replace('share=off', 'share=on'))
  t.same(rest, template, 'they differ in nothing else, or the state could not be restored')
})

t.test('no disk is writable, there is no network, and nothing has a name', async t => {
  const args = qemuArguments(guest)
  const drives = args.filter((_, i) => args[i - 1] === '-drive')
  t.equal(drives.length, 2, 'the root disk and the agent')
  for (const drive of drives) t.match(drive, 'readonly=on')
  t.same(args[args.indexOf('-nic') + 1], 'none')
  const sockets = args.filter(argument => argument.startsWith('socket,'))
  t.equal(sockets.length, 2, "QEMU's monitor and the agent")
  for (const socket of sockets) t.match(socket, /,fd=\d$/)
  t.notOk(
    args.some(argument => argument.startsWith('file,')),
    'no file grows with what the guest writes',
  )
})

t.test('its command line tells the folder it belongs to, whatever that is called', async t => {
  const args = qemuArguments({ ...guest, console: '/a=b,c/run/1-2-3/console.log' })
  t.equal(args[args.indexOf('-name') + 1], 'guest=/a=b,,c/run/1-2-3/console.log')
})

t.test('a comma in a path is not the end of it', async t => {
  const args = qemuArguments({ ...guest, template: { memory: '/a,b/memory', agent: '/a,b/agent' } })
  t.match(args.join(' '), 'mem-path=/a,,b/memory,share=on')
  t.match(args.join(' '), 'file=/a,,b/agent')
})

t.test('what an accelerator wants of the kernel is said to it', async t => {
  const args = qemuArguments({ ...guest, profile: { ...guest.profile, kernel: 'of-its-own' } })
  t.match(args[args.indexOf('-append') + 1], /^console=ttyS0 .* of-its-own$/)
})

t.test('a probe uses the accelerator it asks about', async t => {
  const args = probeArguments(guest.image, acceleratorProfiles.kvm)
  t.equal(args[args.indexOf('-accel') + 1], 'kvm')
  t.equal(args[args.indexOf('-cpu') + 1], 'host')
  t.match(args[args.indexOf('-append') + 1], /unboxed\.probe$/)
})

import t from 'tap'
import { openVm } from '../../../src/machine/vm/vm.ts'
import { talk } from '../talk.ts'
import { useOwnCache } from './own-cache.ts'
import { vmSettings } from './settings.ts'

// The first run builds the image and the template, which takes minutes.
t.setTimeout(600_000)
await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())
const connection = await vm.open()
const agent = await talk(connection.channel)
await agent.call('hello', {})

/** Root's ways to the kernel's own memory, each with what it says where it is closed. */
const ways: Readonly<Record<string, readonly [line: string, said: RegExp]>> = {
  'a module without a signature': [
    `cd /tmp; f=$(find /lib/modules -name 'dummy.ko*' | head -n 1)
case $f in *.xz) xz -dc $f > m.ko;; *.zst) zstd -dc $f > m.ko;; *) cp $f m.ko;; esac
tail -c 28 m.ko | head -c 27; echo; head -c -28 m.ko > unsigned.ko; insmod unsigned.ko 2>&1`,
    /^~Module signature appended~\n.*(Key was rejected by service|Required key not available)/,
  ],
  'the memory as a file': [
    `mknod /dev/memory c 1 1; dd if=/dev/memory of=/dev/null bs=4096 count=1 2>&1 | head -n 1`,
    /Operation not permitted|No such device/,
  ],
  'another kernel': [
    `perl -e '$! = 0; print syscall(246, 0, 0, 0, 0) == 0 ? "loaded" : $!'`,
    /Operation not permitted|Function not implemented/,
  ],
  'a BPF program that writes to a process': [
    bpfProgram(36), // bpf_probe_write_user
    /^(Operation not permitted|Invalid argument)/,
  ],
}

/** Loads a tracing program that calls a helper with an address of its own, and says `loaded` or why not. */
function bpfProgram(helper: number): string {
  return `perl -e '
my $code = join "", map { pack "CCsl", @$_ } [0x7a, 0x0a, -8, 0], [0xbf, 0xa1, 0, 0], [0x07, 0x01, 0, -8], [0xbf, 0xa2, 0, 0], [0x07, 0x02, 0, -8],
  [0xb7, 0x03, 0, 1], [0x85, 0x00, 0, ${helper}], [0xb7, 0x00, 0, 0], [0x95, 0x00, 0, 0];
my $licence = "GPL\\0"; my $log = "\\0" x 65536;
my $attributes = pack("LLQQLLQLL", 2, length($code) / 8, unpack("Q", pack "P", $code), unpack("Q", pack "P", $licence), 1, length $log, unpack("Q", pack "P", $log), 0, 0) . "\\0" x 72;
print syscall(321, 5, $attributes, length $attributes) >= 0 ? "loaded" : "$!: " . unpack("Z*", $log)' 2>&1`
}

for (const [title, [line, said]] of Object.entries(ways)) {
  t.test(`${title} is refused to root`, async t => {
    const printed = await agent.run(line)
    t.comment(printed.trim().split('\n').at(-1))
    t.match(printed, said)
    t.notMatch(printed, /loaded/)
  })
}

t.test('a BPF program that only asks for the time can be loaded', async t => {
  t.equal(await agent.run(bpfProgram(5)), 'loaded')
})

t.test('the kernel says that it is locked', async t => {
  t.match(await agent.run('cat /sys/kernel/security/lockdown'), /\[integrity\]/)
  t.match(await agent.run('cat /proc/cmdline'), /module\.sig_enforce=1/)
})

t.test('modules of the distribution can be loaded', async t => {
  t.equal(await agent.run('modprobe dummy 2>&1 && grep -c ^dummy /proc/modules'), '1\n')
})

t.test('a probe in the kernel, which is permitted, changes nothing that is seen', async t => {
  const outside = connection.outside?.()
  if (!outside) throw new Error('the VM cannot be seen from outside')
  const seen = () =>
    outside
      .walk()
      .processes.flatMap(({ kernel, pid, name, namespaces, capabilities }) =>
        kernel ? [] : [{ pid, name, namespaces, capabilities }],
      )
  const before = seen()
  const made = await agent.run(`mount -t tracefs none /sys/kernel/tracing 2> /dev/null; cd /sys/kernel/tracing
echo 'p:probe do_sys_openat2' > kprobe_events && echo 1 > events/kprobes/probe/enable && cat /etc/hostname && echo probed 2>&1`)
  t.comment(made.includes('probed') ? 'a probe was set' : `no probe was set: ${made}`)
  t.same(seen(), before)
})

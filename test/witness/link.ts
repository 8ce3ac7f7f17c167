import type { Binding } from '../../src/evidence/binding.ts'
import { type Witness, wordsOf } from './witness.ts'

const about = (fact: string, ask: Witness['ask'], read: Witness['read']): Witness => ({
  subject: 'link',
  fact,
  ask,
  read,
})

/** The system calls that ifconfig(8) made, which is another way into the kernel than netlink. */
const ioctl =
  (expression: string) =>
  ({ pid, name }: Binding) =>
    `nsenter --target ${pid} --net python3 -c '
import fcntl, socket, struct
ask = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def ioctl(number):
    try: return fcntl.ioctl(ask, number, struct.pack("256s", b"${name}"))
    except OSError: return None
${expression}'`

export const linkWitnesses: readonly Witness[] = [
  about('mtu', ioctl('print(struct.unpack("i", ioctl(0x8921)[16:20])[0])'), Number),
  about('mac', ioctl('print(":".join("%02x" % byte for byte in ioctl(0x8927)[18:24]))'), text => text.trim()),
  about('up', ioctl('print(struct.unpack("H", ioctl(0x8913)[16:18])[0] & 1)'), text => text.trim() === '1'),
  about('addresses', addresses, wordsOf),
  about(
    'master',
    ({ pid, name }) => `nsenter --target ${pid} --net bridge link show dev ${name}`,
    text => / master (\S+)/.exec(text)?.[1] ?? '',
  ),
  about(
    'state',
    ({ pid, name }) =>
      `nsenter --target ${pid} --net unshare --mount sh -c 'mount -t sysfs none /sys; cat /sys/class/net/${name}/operstate'`,
    text => text.trim().toUpperCase(),
  ),
]

/** IPv4 by ioctl, IPv6 from the file of the process's network namespace. */
function addresses(who: Binding): string {
  const ipv4 = ioctl(`
address, mask = ioctl(0x8915), ioctl(0x891b)
if address: print(socket.inet_ntoa(address[20:24]) + "/" + str(bin(int.from_bytes(mask[20:24], "big")).count("1")))`)
  const ipv6 = `python3 -c '
import socket
for line in open("/proc/${who.pid}/net/if_inet6"):
    address, _, prefix, _, _, name = line.split()
    if name == "${who.name}": print(socket.inet_ntop(socket.AF_INET6, bytes.fromhex(address)) + "/" + str(int(prefix, 16)))'`
  return `${ipv4(who)}; ${ipv6}`
}

import { searchPath } from '../../linux/search-path.ts'
import { isEmulated } from '../slowness.ts'
import { problem, unsupported } from './problem.ts'

/** What the runner must know about the Linux in the VM before it starts an agent there. */
export interface VagrantGuest {
  /** /proc/sys/kernel/random/boot_id: another one means that it was restarted. */
  readonly boot: string
  /** /proc/cpuinfo, its first `model name`. */
  readonly processor: string
  readonly emulated: boolean
  readonly systemd: boolean
  /** Whether this very agent is there. */
  readonly shipped: boolean
}

/** Labs write little to the disk, but sudo, sshd and systemd must be able to write. */
const leastFree = 16 * 1024 ** 2

/**
 * A script for sh(1) that prints all of it, a word and its value on each line, and then runs until the end of its input, which
 * keeps the connection open. It starts as few processes as possible, since that is slow in an emulated machine.
 */
export const guestScript = (agent: string): string =>
  `PATH=${searchPath.join(':')}
read -r boot < /proc/sys/kernel/random/boot_id
echo boot $boot
while read -r line; do case $line in "model name"*) echo "$line"; break;; esac; done < /proc/cpuinfo
stat -f -c "%n %T %a %S" /sys/fs/cgroup /
for name in node perl unshare flock ip umount; do command -v $name > /dev/null || echo missing $name; done
test -d /run/systemd/system && echo systemd yes
test -r ${agent} && echo shipped yes
echo told
exec cat > /dev/null`

/** Whether the script has printed its last line. */
export const toldAll = (text: string): boolean => /^told$/m.test(text)

/** Reads the output of the script; throws the first reason why no agent can be started there. */
export function readGuest(text: string): VagrantGuest {
  const all = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\s(.*)$`, 'gm'))].map(([, value = '']) => value.trim())
  const [cgroup = ''] = all('/sys/fs/cgroup')
  if (!cgroup.startsWith('cgroup2fs ')) throw unsupported('no-cgroups', { found: cgroup.split(' ')[0] ?? '' })
  const commands = all('missing')
  if (commands.length > 0) throw problem('commands-missing', { commands })
  const [, blocks = '0', size = '0'] = (all('/')[0] ?? '').split(' ')
  const free = Number(blocks) * Number(size)
  if (free < leastFree) throw problem('disk-full', { free })
  const [model = ''] = all('model name')
  return {
    boot: all('boot')[0] ?? '',
    processor: model.replace(/^:\s*/, ''),
    emulated: isEmulated(`model name ${model}`),
    systemd: all('systemd').length > 0,
    shipped: all('shipped').length > 0,
  }
}

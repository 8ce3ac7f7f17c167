import { ipcsInside, readIpcCounts } from './ipc.ts'
import { numberOf, rowsOf, type Witness, wordsOf } from './witness.ts'

const about = (fact: string, line: string, read: Witness['read']): Witness => ({
  subject: 'host',
  fact,
  ask: () => line,
  read,
})

export const hostWitnesses: readonly Witness[] = [
  about('release', 'uname -r', answer => answer.trim()),
  about('hostname', 'uname -n', answer => answer.trim()),
  about('memory', "free -b | awk '/^Mem:/ { print $2 }'", numberOf),
  about('swap', "free -b | awk '/^Swap:/ { print $2, $4 }'", answer => {
    const [total = -1, free = -1] = answer.split(' ').map(Number)
    return { total, free }
  }),
  about('swap_areas', 'swapon --show=NAME,TYPE,SIZE,USED,PRIO --bytes --noheadings --raw', answer =>
    Object.fromEntries(
      rowsOf(answer).map(([path, kind = '', size, used, priority]) => [
        path,
        { kind, size: Number(size), used: Number(used), priority: Number(priority) },
      ]),
    ),
  ),
  about(
    'disks',
    'for disk in /sys/block/*; do echo $(basename $disk) $(cat $disk/dev $disk/size $disk/ro); done',
    answer =>
      Object.fromEntries(
        rowsOf(answer).map(([name, number = '', sectors, ro]) => [
          name,
          { number, size: Number(sectors) * 512, read_only: ro === '1' },
        ]),
      ),
  ),
  about('modules', "lsmod | awk 'NR > 1 { print $1 }'", wordsOf),
  about('security_modules', "dmesg | sed -n 's/.*LSM: initializing lsm=//p'", answer =>
    answer.trim().split(','),
  ),
  about('kernel_log', 'dd if=/dev/kmsg iflag=nonblock bs=8k 2>/dev/null; true', logOfRecords),
  about('cpus', 'getconf _NPROCESSORS_ONLN', numberOf),
  { subject: 'host', fact: 'ipc', ask: ipcsInside, read: readIpcCounts },
]

/** Records of /dev/kmsg, `PRIORITY,NUMBER,MICROSECONDS,FLAGS;MESSAGE`, as dmesg(1) prints them; a line with a blank in front describes a device. */
function logOfRecords(answer: string): string {
  return answer
    .split('\n')
    .flatMap(line => {
      const [, time, message] = /^\d+,\d+,(\d+),[^;]*;(.*)$/.exec(line) ?? []
      if (time === undefined) return []
      const seconds = String(Math.floor(Number(time) / 1e6)).padStart(5)
      const text = message?.replace(/\\x([\da-f]{2})/g, (_, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
      return [`[${seconds}.${String(Number(time) % 1e6).padStart(6, '0')}] ${text}\n`]
    })
    .join('')
}

import type { Binding } from '../../src/evidence/binding.ts'
import { numberOf, rowsOf, type Witness } from './witness.ts'

const about = (fact: string, ask: Witness['ask'], read: Witness['read']): Witness => ({
  subject: 'namespace',
  fact,
  ask,
  read,
})

/** What ioctl_nsfs(2) says, by another program than the agent's. */
const ioctl =
  (expression: string): Witness['ask'] =>
  ({ pid, path }: Binding) =>
    `python3 -c '
import fcntl, os, struct
file = os.open("/proc/${pid}${path}", os.O_RDONLY)
def other(request):
    try: return fcntl.ioctl(file, request)
    except OSError: return None
isUser = fcntl.ioctl(file, 0xb703) == 0x10000000
isNested = isUser or fcntl.ioctl(file, 0xb703) == 0x20000000
${expression}'`

export const namespaceWitnesses: readonly Witness[] = [
  about(
    'members',
    ({ pid, path }) =>
      `find -L /proc/[0-9]*/ns -maxdepth 1 -samefile /proc/${pid}${path} ! -name '*_for_children' 2>/dev/null | wc -l`,
    numberOf,
  ),
  about('owner', ioctl('print(os.readlink("/proc/self/fd/%d" % other(0xb701)))'), answer => answer.trim()),
  about('parent', ioctl('if isNested: print(os.readlink("/proc/self/fd/%d" % other(0xb702)))'), answer =>
    Object.fromEntries(rowsOf(answer).map(([link = '']) => [link.replace(/:.*/, ''), link])),
  ),
  about(
    'identity',
    ({ pid, path }) =>
      `findmnt --noheadings --output FSROOT --mountpoint $(readlink -f /proc/${pid}${path}) || readlink /proc/${pid}${path}`,
    answer => Object.fromEntries(rowsOf(answer).map(([link = '']) => [link.replace(/:.*/, ''), link])),
  ),
  about(
    'creator',
    ioctl(`
if not isUser: file = other(0xb701)
print(struct.unpack("I", fcntl.ioctl(file, 0xb704, b"uid?"))[0])`),
    numberOf,
  ),
]

import { rowsOf, type Witness, wordsOf } from './witness.ts'

const about = (
  fact: string,
  ask: Witness['ask'],
  read: Witness['read'],
  rest: Pick<Witness, 'field'> = {},
): Witness => ({ subject: 'file', fact, ask, read, ...rest })

/** ls(1) where the process is, with its file systems and its user IDs. Nobody can enter the user namespace that they are in. */
const ls: Witness['ask'] = ({ pid, path }) =>
  `[ /proc/${pid}/ns/user -ef /proc/self/ns/user ] || ids='--user --preserve-credentials'
   nsenter --target ${pid} $ids --mount ls -dn '${path}'`

const column = (index: number) => (answer: string) => Number(rowsOf(answer)[0]?.[index])

const python =
  (expression: string): Witness['ask'] =>
  ({ pid, path }) =>
    `nsenter --target ${pid} --mount python3 -c '
import os, sys
path = sys.argv[1]
stat = os.lstat(path)
${expression}' '${path}'`

const isDevice = 'stat.st_mode & 0o130000 == 0o020000'

export const fileWitnesses: readonly Witness[] = [
  about('owner', ls, column(2), { field: 'inside' }),
  about('group', ls, column(3), { field: 'inside' }),
  about('links', ls, column(1)),
  about('allocated', python('print(stat.st_blocks * 512)'), Number),
  about(
    'device',
    python(`if ${isDevice}: print(os.major(stat.st_rdev), os.minor(stat.st_rdev), sep=":")`),
    answer => answer.trim(),
  ),
  about('entries', python('print(*os.listdir(path))'), answer =>
    /Not a directory/.test(answer) ? 'ENOTDIR' : wordsOf(answer),
  ),
  about(
    'xattrs',
    python(`for name in os.listxattr(path): print(name, os.getxattr(path, name).decode(), sep="=")`),
    answer => Object.fromEntries(wordsOf(answer).map(line => line.split('=') as [string, string])),
  ),
]

import { CallFailure } from './call-error.ts'
import { kill } from './kill-cgroup.ts'
import type { Command, Starter } from './starter.ts'
import { within } from './wait.ts'

/** Bytes that a source may have. Longer ones are an error, since a truncated text could be judged wrongly. */
export const mostBytes = 256 * 1024

/** Milliseconds that one of the agent's own commands may take. */
const patience = 5000

/** Runs one of the agent's own commands and returns its standard output; a nonzero exit status is an error. */
export async function run(starter: Starter, command: Command): Promise<string> {
  const name = command.argv.join(' ')
  const held = { stdout: collected(), stderr: collected() }
  const running = await starter.start({ env, ...command }, (stream, bytes) => held[stream].add(bytes))
  const outcome = await within(patience, running.ended)
  await within(closing, running.closed)
  running.forget()
  if (!outcome) {
    kill(running.pid)
    throw new CallFailure({ errno: 'ETIMEDOUT', message: `${name} did not finish within ${patience} ms` })
  }
  if (held.stdout.length() > mostBytes) {
    throw new CallFailure({ errno: 'EFBIG', message: `${name} printed more than ${mostBytes} bytes` })
  }
  if (outcome.code === 0) return held.stdout.text()
  const { code, signal } = outcome
  const said = held.stderr.text().trim()
  const how = signal ? `was ended by ${signal}` : `ended with status ${code}`
  throw new CallFailure({ errno: errnoIn(said), message: `${name} ${how}: ${said}` })
}

const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' }

/** Milliseconds to wait for output after the command has ended, while its children may still write. */
const closing = 100

function collected() {
  const chunks: Uint8Array[] = []
  let length = 0
  return {
    add(bytes: Uint8Array) {
      length += bytes.length
      if (length <= mostBytes) chunks.push(Buffer.from(bytes))
    },
    length: () => length,
    text: () => Buffer.concat(chunks).toString('utf8'),
  }
}

/** Recovers the errno from a command's message. */
function errnoIn(stderr: string): string {
  return Object.entries(meanings).find(([words]) => stderr.includes(words))?.[1] ?? 'EIO'
}

const meanings: Record<string, string> = {
  'No such file or directory': 'ENOENT',
  'No such process': 'ESRCH',
  'Permission denied': 'EACCES',
  'Operation not permitted': 'EPERM',
  'Invalid argument': 'EINVAL',
  'Not a directory': 'ENOTDIR',
  'Is a directory': 'EISDIR',
  'No such device': 'ENODEV',
  'does not exist': 'ENODEV',
  'Device or resource busy': 'EBUSY',
  'Operation not supported': 'EOPNOTSUPP',
}

import type { Exit } from '../../evidence/evidence.ts'
import type { Launch, Operation, OperationKind } from '../../plan/operation.ts'
import { wrappers } from '../../plan/wrapper.ts'
import { CallFailed } from '../../protocol/client.ts'
import type { Calls } from '../../protocol/message.ts'
import type { Session } from '../session.ts'
import type { OutputListener } from './process.ts'
import { labEnvironment, startProcess } from './process.ts'
import { typeInto } from './typed.ts'

/** An operation under way: resolves when it is done; for a step's own action, with how it ended. */
export type Performed = Promise<Exit | undefined>

/** Carries out one operation. Rejects with `CallFailed` if the kernel refuses a call. */
export const perform = (operation: Operation, session: Session, output: OutputListener): Performed =>
  performers[operation.op](operation as never, session, output)

/** Time limits for the kernel in milliseconds, before scaling by the machine's slowness. */
const settleTimeout = 5_000
const killTimeout = 5_000

const performers = {
  'make-cgroup': ({ path }, { client, made }) =>
    client.call('make-directory', { path }).then(() => {
      made.add(path)
      return undefined
    }, unless('EEXIST')),
  'enable-controllers': ({ path, controllers }, { client }) => {
    const text = controllers.map(name => `+${name}`).join(' ')
    return client.call('write', { path: `${path}/cgroup.subtree_control`, text }).then(done)
  },
  'write-limit': ({ file, text }, { client }) => client.call('write', { path: file, text }).then(done),
  'read-back': async ({ file }, session, output) => {
    const [look] = await session.look([{ read: 'file', path: file }])
    if (look && 'text' in look) output('stdout', look.text)
    return undefined
  },
  run: async (launch, session, output) => {
    const running = await startProcess(session.client, startOf(session.newKey('run'), launch, 'none'))
    session.current = running
    running.listen(output)
    return running.exit
  },
  start: async ({ as, typed, ...launch }, session, output) => {
    const running = await startProcess(
      session.client,
      startOf(session.newKey(as), launch, typed ? 'open' : 'none'),
    )
    session.processes.set(as, running)
    running.listen(output)
    const timeout = settleTimeout * session.slowness
    const settled = session.client
      .call('settle', { pid: running.pid, through: [...wrappers], timeout })
      .catch(unless('ESRCH'))
    // ESRCH means the process has exited, even if its exit event is still in flight.
    const first = (await Promise.race([settled, running.exit])) ?? (await running.exit)
    if (!('pid' in first)) return first
    running.subject = first.pid
    return undefined
  },
  type: async ({ shell, script }, session, output) => {
    const running = session.processes.get(shell)
    if (!running || running.ended) return running?.ended
    session.current = running
    return typeInto(running, script, session, output)
  },
  observe: nothing,
  hold: nothing,
  'kill-cgroup': ({ path }, { client, slowness }) =>
    client.call('kill-cgroup', { path, timeout: killTimeout * slowness }).then(done, unless('ENOENT')),
  'remove-cgroup': ({ path }, { client, slowness }) =>
    client.call('remove-cgroup', { path, timeout: killTimeout * slowness }).then(done, unless('ENOENT')),
  end: async ({ as }, { client, processes }) => {
    const running = processes.get(as)
    if (!running || running.ended) return undefined
    return client.call('signal', { key: running.key, signal: 'SIGKILL' }).then(done, unless('ESRCH'))
  },
} satisfies {
  [K in OperationKind]: (
    operation: Extract<Operation, { op: K }>,
    session: Session,
    output: OutputListener,
  ) => Performed
}

const done = () => undefined

async function nothing() {
  return undefined
}

/** Ignores one errno, which means that the work is already done. */
export function unless(errno: string) {
  return (error: unknown) => {
    if (error instanceof CallFailed && error.error.errno === errno) return undefined
    throw error
  }
}

/** Bytes kept of the head and of the tail of each stream; a standing shell prints for many steps. */
const keepBytes = { none: 64 * 1024, open: 1024 * 1024 }

function startOf(key: string, { cgroup, argv }: Launch, stdin: 'none' | 'open'): Calls['start']['ask'] {
  return {
    key,
    argv: [...argv],
    cgroup,
    env: labEnvironment,
    cwd: '/',
    stdin,
    keep: keepBytes[stdin],
  }
}

import type { Exit } from '../../evidence/evidence.ts'
import { isLimitInvalid } from '../../kernel/cgroup-file.ts'
import type { Launch, Operation, OperationKind } from '../../plan/operation.ts'
import { unless } from '../../protocol/client.ts'
import type { Calls } from '../../protocol/message.ts'
import { runProblem } from '../reason.ts'
import type { Session } from '../session.ts'
import type { OutputListener } from './process.ts'
import { labEnvironment, startProcess } from './process.ts'
import { settle } from './settle.ts'
import { typeInto } from './typed.ts'

/** An operation under way: resolves when it is done; for a step's own action, with how it ended. */
export type Performed = Promise<Exit | undefined>

/** Carries out one operation. Rejects with `CallFailed` if the kernel refuses a call. */
export const perform = (operation: Operation, session: Session, output: OutputListener): Performed =>
  performers[operation.op](operation as never, session, output)

/** Time limits for the kernel in milliseconds, before scaling by the machine's slowness. */
const settleTimeout = 20_000

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
    if (!look || !('text' in look)) return undefined
    output('stdout', look.text)
    const name = file.slice(file.lastIndexOf('/') + 1)
    if (isLimitInvalid(name, look.text)) throw runProblem('limit-invalid', { file, said: look.text.trim() })
    return undefined
  },
  run: async (launch, session, output) => {
    const running = await startProcess(session.client, startOf(session.newKey('run'), launch, 'none'))
    session.current = running
    running.listen(output)
    return running.exit
  },
  start: async ({ as, ...launch }, session, output) => {
    const start = startOf(session.newKey(as), launch, 'open')
    const running = await startProcess(session.client, start)
    session.processes.set(as, running)
    running.listen(output)
    const settled = settle(running, session.client, settleTimeout * session.slowness)
    await Promise.race([settled, running.exit])
    return running.ended
  },
  type: async ({ shell, script }, session, output) => {
    const running = session.processes.get(shell)
    if (!running || running.ended) return running?.ended
    session.current = running
    return typeInto(running, script, session, output)
  },
  observe: nothing,
  hold: nothing,
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

/** Bytes kept of the head and of the tail of each stream of a step. */
const keep = 64 * 1024

/** What keeps running has an input that stays open, typed into or not: a shell would end with it. */
function startOf(key: string, { cgroup, argv }: Launch, stdin: 'none' | 'open'): Calls['start']['ask'] {
  const adopt = stdin === 'open' && argv.some(word => /\bsetsid\b/.test(word))
  return { key, argv: [...argv], cgroup, env: labEnvironment, cwd: '/', stdin, keep, ...(adopt && { adopt }) }
}

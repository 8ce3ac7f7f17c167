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

/**
 * Carries out one operation. Rejects with `CallFailed` if the kernel refuses a call. `timeout`: milliseconds that the step has, before
 * scaling by the machine's slowness.
 */
export const perform = (
  operation: Operation,
  session: Session,
  output: OutputListener,
  timeout = 0,
): Performed => performers[operation.op](operation as never, session, output, timeout)

const performers = {
  'make-cgroup': ({ path }, { client, made }) =>
    client.call('make-directory', { path }).then(() => {
      made.add(path)
      return undefined
    }, unless('EEXIST')),
  'put-file': async ({ path, mode, text }, { client, look }) => {
    const [found] = await look([{ read: 'stat', path }])
    if (found && 'text' in found) throw runProblem('file-there', { path })
    for (const folder of foldersOf(path))
      await client.call('make-directory', { path: folder }).catch(unless('EEXIST'))
    return client.call('put', { path, text, mode }).then(done)
  },
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
  start: async ({ as, ...launch }, session, output, timeout) => {
    const start = startOf(session.newKey(as), launch, 'open')
    const running = await startProcess(session.client, start)
    session.processes.set(as, running)
    running.listen(output)
    // Where it is not known in the end who is meant, only the checks that speak of this name are undecided.
    const settled = settle(running, session.client, timeout * session.slowness).catch(unless('ETIMEDOUT'))
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
    timeout: number,
  ) => Performed
}

const done = () => undefined

/** The folders that a path leads through, from the top. */
const foldersOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1, -1)
    .map((_, index, names) => `/${names.slice(0, index + 1).join('/')}`)

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

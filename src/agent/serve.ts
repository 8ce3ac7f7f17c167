import { lineSplitter, longestLine } from '../protocol/lines.ts'
import type { Message, Reply } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { calls } from './call.ts'
import { toCallError } from './call-error.ts'

/** Serves requests concurrently; an invalid request is answered with an error. */
export function server(
  agent: Agent,
  send: (message: Message) => void,
  tooLong: () => void,
): (chunk: Uint8Array) => void {
  return lineSplitter(async line => {
    if (line.trim() !== '') send(await answer(agent, line))
  }, tooLong)
}

/** A message as a line. An answer longer than the runner accepts is replaced by an error. */
export function lineOf(message: Message): string {
  const line = JSON.stringify(message)
  if (line.length <= longestLine || !('id' in message)) return `${line}\n`
  const error = {
    errno: 'EMSGSIZE',
    message: `the answer has ${line.length} characters; the limit is ${longestLine}`,
  }
  return `${JSON.stringify({ id: message.id, error })}\n`
}

async function answer(agent: Agent, line: string): Promise<Reply> {
  let id = 0
  try {
    const request = JSON.parse(line)
    id = requestId(request)
    const ok = await callNamed(request.do)(agent, request as never)
    return { id, ok }
  } catch (error) {
    return { id, error: toCallError(error) }
  }
}

/** The reply to a request without an ID has ID 0, which no request uses. */
function requestId(request: { id?: unknown } | null): number {
  if (Number.isInteger(request?.id)) return request?.id as number
  throw new Error('a request must be an object with a whole number `id`')
}

function callNamed(name: unknown): (agent: Agent, ask: never) => unknown {
  if (typeof name === 'string' && Object.hasOwn(calls, name)) return calls[name as keyof typeof calls]
  throw new Error(`\`do\` must be one of ${Object.keys(calls).join(', ')}; got ${JSON.stringify(name)}`)
}

import type { Step } from '../../../lab/lab.ts'
import { namesIn } from '../../../resolve/assignment.ts'
import type { Session } from '../../session.ts'
import type { Desk } from './desk.ts'
import { keepLooking } from './keep-looking.ts'
import type { Ended, Terminal } from './terminal.ts'

/** Whether what a step asks for may be true only while a line runs. A look takes time from what is measured, so other steps are spared. */
export const isFleeting = ({ expect }: Step) =>
  expect.some(check => check.when.kind === 'ever' || namesIn(check).length > 0)

/** Types a line and, as for somebody live, looks while it runs. Undefined: it still runs, but what was seen is enough. */
export async function typeWatched(
  line: string,
  terminal: Terminal,
  timeout: number,
  { desk, session, isEnough }: { desk: Desk; session: Session; isEnough(): boolean },
): Promise<Ended | undefined> {
  const over = new AbortController()
  const looking = keepLooking(desk, session, over.signal, isEnough)
  looking.catch(() => undefined) // thrown below, once the terminal has noticed as well
  try {
    return await Promise.race([terminal.typeLine(line, { timeout }), looking.then(() => undefined)])
  } finally {
    over.abort()
    await looking
  }
}

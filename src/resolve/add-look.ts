import type { HandLook } from '../evidence/hand.ts'
import type { Step } from '../lab/lab.ts'
import { holdTime } from '../plan/hold-time.ts'

/** How many looks are kept: of more, every other one of the older half goes. */
const mostLooks = 1_000

/** Milliseconds between looks that say the same, where a check must hold for a time; judge-check.ts allows no longer gap. */
const longestGap = 1_000

/**
 * Adds a look, and drops the one before it if it says nothing that its neighbours don't: somebody may think for an hour. The first of
 * looks that say the same shows when that began, and the last how long it lasted.
 */
export function addLook(looks: HandLook[], look: HandLook, step: Step | undefined): void {
  const [before, last] = looks.slice(-2)
  const isHeld = step !== undefined && holdTime(step) > 0
  const isTold =
    before !== undefined &&
    last !== undefined &&
    (!isHeld || look.at - before.at <= longestGap) &&
    contentOf(before) === contentOf(last) &&
    contentOf(last) === contentOf(look)
  if (isTold) looks.pop()
  looks.push(look)
  if (looks.length <= mostLooks) return
  const half = Math.floor(looks.length / 2)
  const thinned = looks.filter((_, index) => index === 0 || index > half || index % 2 === 1)
  looks.splice(0, looks.length, ...thinned)
}

/** Looks are compared with their neighbours only. */
const contents = new WeakMap<HandLook, string>()

function contentOf(look: HandLook): string {
  const known = contents.get(look) ?? JSON.stringify([look.processes, look.readings, look.outside, look.busy])
  contents.set(look, known)
  return known
}

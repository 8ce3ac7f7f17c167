import { changesBetween } from '../change/changes-between.ts'
import type { Inventory } from '../protocol/inventory.ts'
import { type Clock, sleep } from '../runtime/runtime.ts'
import type { LatestChanges } from './task-view.ts'

/**
 * Follows what commands change in the kernel: an inventory at each prompt, and the difference to the one before. An inventory during which
 * another command began shows nobody what half of it did: it is not used, and the next one tells of both commands.
 */
export interface KernelChanges {
  /** A prompt comes, and what is awaited first. */
  prompted(after?: Promise<unknown>): void
  /** A command begins. */
  began(): void
  /** While an inventory is made: what Enter waits for, at most a second, so that a command begins after it. */
  readonly held: Promise<void> | undefined
  /** What changed up to the last prompt, once that is known. Nobody does anything meanwhile. */
  latest(): Promise<LatestChanges>
  /** The same as far as it is known now. */
  known(): LatestChanges
}

/** `changed` is called when more is known. What is there at the first prompt is no change. */
export function kernelChanges(
  inventory: () => Promise<Inventory>,
  clock: Pick<Clock, 'after'>,
  changed = () => {},
): KernelChanges {
  let before: Inventory | undefined
  let latest: LatestChanges = { commands: 0, changes: [] }
  /** Prompts since `before`. */
  let commands = 0
  /** Prompts and beginnings of commands: an inventory is good if there were none since it was asked for. */
  let events = 0
  let wanted: { readonly after: Promise<unknown>; readonly at: number } | undefined
  let running: Promise<void> | undefined
  let held: Promise<void> | undefined

  const take = (now: Inventory) => {
    if (before) latest = { commands, changes: changesBetween(before, now) }
    before = now
    commands = 0
  }
  const follow = async () => {
    while (wanted) {
      const { after, at } = wanted
      wanted = undefined
      await after
      const now = await inventory()
      if (events === at || !before) take(now)
    }
  }
  const ask = (after: Promise<unknown>) => {
    wanted = { after, at: events }
    // A machine that is lost is told by others.
    running ??= follow()
      .catch(() => undefined)
      .finally(() => {
        running = undefined
        changed()
      })
    return running
  }
  return {
    prompted(after = Promise.resolve()) {
      commands++
      events++
      const over = new AbortController()
      const hold: Promise<void> = Promise.race([ask(after), sleep(clock, longestHold, over.signal)]).finally(
        () => {
          over.abort()
          if (held === hold) held = undefined
        },
      )
      held = hold
    },
    began() {
      events++
    },
    get held() {
      return held
    },
    latest: async () => {
      await running
      if (commands > 0) await ask(Promise.resolve())
      return latest
    },
    known: () => latest,
  }
}

/** Milliseconds. */
const longestHold = 1_000

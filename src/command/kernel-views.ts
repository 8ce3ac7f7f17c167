import type { KernelView } from '../live/kernel-view.ts'
import { type Earlier, viewOfWalk } from '../live/view-of-walk.ts'
import { Torn } from '../outside/failure.ts'
import type { Outside, OutsideView } from '../outside/outside.ts'
import { nodeRuntime } from '../runtime/node.ts'

/** Views of a kernel, one after the other, for as long as somebody follows them. */
export interface KernelViews {
  /** Calls `show` with the latest view and with each that differs from the one before, or `failed` with what ended that. Returns what stops it. */
  follow(show: (view: KernelView) => void, failed: (error: unknown) => void): () => void
}

/** Milliseconds from one walk to the next. */
const interval = 100

/** After work of one millisecond, this many are left to whatever else this process does: it takes a quarter of its time. */
const rest = 3

/** Walks that are tried at once where the guest changes a list under way. */
const mostTries = 4

/** Milliseconds after which none is tried again at once. */
const longest = 30

export function kernelViews(outside: Outside, { now, after } = nodeRuntime): KernelViews {
  const followers = new Map<(view: KernelView) => void, (error: unknown) => void>()
  let latest: { readonly view: KernelView; readonly text: string } | undefined
  let last: { readonly walk: OutsideView; readonly at: number } | undefined
  let cancel: (() => void) | undefined

  const look = () => {
    cancel = undefined
    const began = now()
    try {
      const walk = wholeWalk(outside, now)
      if (walk) show(walk, began)
    } catch (error) {
      // The machine is gone, or its kernel is none that can be read.
      const failed = [...followers.values()]
      followers.clear()
      for (const tell of failed) tell(error)
    }
    if (followers.size === 0) return stop()
    const took = now() - began
    cancel = after(Math.max(interval - took, rest * took), look)
  }
  const show = (walk: OutsideView, at: number) => {
    const before: Earlier | undefined = last && { walk: last.walk, ms: at - last.at }
    last = { walk, at }
    const view = viewOfWalk(walk, before)
    const text = JSON.stringify(view)
    if (text === latest?.text) return
    latest = { view, text }
    for (const show of followers.keys()) show(view)
  }
  const stop = () => {
    cancel?.()
    cancel = undefined
    // What was seen before a pause says nothing of what is used now.
    latest = undefined
    last = undefined
  }
  return {
    follow(show, failed) {
      const isFirst = followers.size === 0
      followers.set(show, failed)
      if (isFirst) look()
      else if (latest) show(latest.view)
      return () => {
        followers.delete(show)
        if (followers.size === 0) stop()
      }
    },
  }
}

/**
 * Tries again where the guest has changed something under way, a few times and not for long: undefined if it has each time. A walk in which
 * processes are missing since they were just being made or removed is better than none.
 */
function wholeWalk(outside: Outside, now: () => number): OutsideView | undefined {
  let halves: OutsideView | undefined
  const end = now() + longest
  for (let tries = 0; tries < mostTries && now() < end; tries++)
    try {
      const walk = outside.walk()
      if (walk.torn === 0) return walk
      halves = walk
    } catch (error) {
      if (!(error instanceof Torn)) throw error
    }
  return halves
}

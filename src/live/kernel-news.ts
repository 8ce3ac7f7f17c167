import type { Change } from '../change/change.ts'
import type { KernelView } from './kernel-view.ts'
import { viewChanges } from './view-changes.ts'

/** What has just changed, from one view to the next. Times are milliseconds of a monotonic clock. */
export interface KernelNews {
  /** Takes the next view, and returns what is different in it. */
  take(view: KernelView, at: number): readonly Change[]
  /** The changes that are still news, the latest last. */
  changes(at: number): readonly Change[]
  /** Whether this process, by its PID, or this cgroup, by its path, is new. */
  isNew(what: number | string, at: number): boolean
  /** The next view is of another machine. */
  forget(): void
}

/** Milliseconds for which a change is news. */
export const newsLast = 3_000

/** More than any screen shows. */
const mostChanges = 100

export function openNews(): KernelNews {
  let before: KernelView | undefined
  let told: { readonly change: Change; readonly at: number }[] = []
  let born = new Map<number | string, number>()
  const isNews = (at: number, now: number) => now - at < newsLast
  return {
    take(view, at) {
      const last = before
      before = view
      if (!last) return []
      const changes = viewChanges(last, view)
      told = [...told.filter(each => isNews(each.at, at)), ...changes.map(change => ({ change, at }))]
      told = told.slice(-mostChanges)
      born = new Map([...born].filter(([, since]) => isNews(since, at)))
      for (const what of newIn(view, last)) born.set(what, at)
      return changes
    },
    changes: at => told.filter(each => isNews(each.at, at)).map(({ change }) => change),
    isNew(what, at) {
      const since = born.get(what)
      return since !== undefined && isNews(since, at)
    },
    forget() {
      before = undefined
      told = []
      born.clear()
    },
  }
}

/** The processes and cgroups of a view that an earlier one does not have. A PID alone may be used again. */
function newIn(view: KernelView, before: KernelView): (number | string)[] {
  const starts = new Map(before.processes.map(({ pid, start }) => [pid, start]))
  const paths = new Set(before.cgroups.map(({ path }) => path))
  return [
    ...view.processes.filter(({ pid, start }) => starts.get(pid) !== start).map(({ pid }) => pid),
    ...view.cgroups.map(({ path }) => path).filter(path => !paths.has(path)),
  ]
}

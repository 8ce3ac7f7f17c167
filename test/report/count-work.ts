/** Methods that iterate over an array or move its items. */
const methods = [
  'concat',
  'every',
  'filter',
  'find',
  'findIndex',
  'flat',
  'flatMap',
  'forEach',
  'includes',
  'indexOf',
  'join',
  'map',
  'reduce',
  'shift',
  'slice',
  'some',
  'sort',
  'splice',
  'toReversed',
  'toSorted',
  'unshift',
] as const

/**
 * Counts the items of arrays, maps and sets that `run` iterates over. Unlike time, this is deterministic on every machine.
 * It patches built-in prototypes, so the process must not do anything else meanwhile.
 */
export function countWork(run: () => void): number {
  let work = 0
  const restore: (() => void)[] = []
  const watch = (object: object, name: string, cost: (self: unknown) => number) => {
    const native = Object.getOwnPropertyDescriptor(object, name)
    if (!native) throw new Error(`there is no ${name}`)
    restore.push(() => Object.defineProperty(object, name, native))
    const watched = function (this: unknown, ...given: unknown[]) {
      work += cost(this)
      return Reflect.apply(native.value, this, given)
    }
    Object.defineProperty(object, name, { ...native, value: watched })
  }
  const lengthOf = (self: unknown) => (self as unknown[]).length
  for (const name of methods) watch(Array.prototype, name, lengthOf)
  for (const iterator of [[].values(), new Map().values(), new Set().values()])
    watch(Object.getPrototypeOf(iterator), 'next', () => 1)
  try {
    run()
  } finally {
    for (const undo of restore) undo()
  }
  return work
}

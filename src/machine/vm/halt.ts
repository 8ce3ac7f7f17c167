import type { Qemu } from './start-qemu.ts'

/** Stops the processors of a guest, does some work, which must be short, and lets them go on: one piece of work after the other. */
export function haltedWork({ qmp: opened }: Pick<Qemu, 'qmp'>) {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => T): Promise<{ readonly result: T; readonly ms: number }> => {
    const next = last.then(async () => {
      const qmp = await opened
      await qmp.execute('stop')
      let result: T
      try {
        result = work()
      } finally {
        await qmp.execute('cont')
      }
      return { result, ms: qmp.lastStop() }
    })
    last = next.catch(() => undefined)
    return next
  }
}

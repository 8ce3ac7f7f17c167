import type { Connection, Machine } from './machine.ts'

/** The same machine, whose first connection is opened at once, before anybody asks for it. */
export function openedAhead(machine: Machine): Machine {
  let ahead: Promise<Connection> | undefined = machine.open()
  const unasked = ahead.catch(() => undefined) // whoever asks for it is told
  return {
    ...machine,
    open: () => {
      const connection = ahead ?? machine.open()
      ahead = undefined
      return connection
    },
    close: async () => {
      if (ahead) await (await unasked)?.close()
      await machine.close()
    },
  }
}

import type { Connection } from './machine.ts'

/** The connections of a machine, which are closed with it. One that was closed by itself, or never opened, is forgotten. */
export interface OpenConnections {
  readonly size: number
  /** Takes note of a connection until it is closed. */
  add(opening: Promise<Connection>): Promise<Connection>
  closeAll(): Promise<void>
}

export function openConnections(): OpenConnections {
  const open = new Set<Promise<Connection>>()
  return {
    get size() {
      return open.size
    },
    async add(opening) {
      const forget = () => void open.delete(noted)
      const noted = opening.then(connection => ({
        ...connection,
        close: () => connection.close().finally(forget),
      }))
      open.add(noted)
      noted.catch(forget)
      return noted
    },
    async closeAll() {
      const settled = await Promise.allSettled(open)
      await Promise.all(settled.map(each => (each.status === 'fulfilled' ? each.value.close() : undefined)))
    },
  }
}

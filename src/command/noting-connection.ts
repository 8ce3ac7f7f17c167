import type { Connection, Machine } from '../machine/machine.ts'

/** The same machine, and the first connection that somebody opens to it. */
export function notingConnection(machine: Machine): {
  readonly machine: Machine
  readonly opening: Promise<Connection>
} {
  let note: (connection: Connection) => void = () => undefined
  const opening = new Promise<Connection>(resolve => {
    note = resolve
  })
  const open = async () => {
    const connection = await machine.open()
    note(connection)
    return connection
  }
  return { machine: { ...machine, open }, opening }
}

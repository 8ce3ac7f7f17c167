import type { Duplex } from 'node:stream'
import { lineSplitter } from '../../protocol/lines.ts'

/** The commands of the QEMU Machine Protocol that we use (QEMU's qapi schema), with their arguments. */
interface Commands {
  qmp_capabilities: undefined
  'migrate-set-capabilities': { capabilities: { capability: string; state: boolean }[] }
  migrate: { uri: string }
  'migrate-incoming': { uri: string }
  stop: undefined
  'query-status': undefined
  cont: undefined
  quit: undefined
}

type Event = {
  readonly event: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly timestamp?: { readonly seconds: number; readonly microseconds: number }
}
type Answer = { readonly id: number; readonly error?: { readonly class: string; readonly desc: string } }
type Message = Event | Answer | { readonly QMP: object }

/** A session with QEMU's monitor, ready for commands. */
export interface Qmp {
  /** Rejects with QEMU's own words. */
  execute<C extends keyof Commands>(
    command: C,
    ...args: Commands[C] extends undefined ? [] : [Commands[C]]
  ): Promise<void>
  /** Resolves at the end of the migration that is under way, saving or restoring; rejects when it fails. */
  migrated(): Promise<void>
  /** How the guest ended itself, if it has: by a reset or by powering off. */
  ended(): GuestEnd | undefined
  /** For how long the guest's processors stood still when they were last stopped: milliseconds, by QEMU's clock. */
  lastStop(): number
}

export type GuestEnd = 'guest-reset' | 'guest-shutdown'

/** Opens the monitor at the other end of a stream: waits for its greeting and enables migration events. */
export async function openQmp(stream: Duplex): Promise<Qmp> {
  const waiting = new Set<Waiting>()
  let gone: Error | undefined
  const next = <T extends Message>(wanted: (message: Message) => message is T) =>
    new Promise<T>((resolve, reject) => {
      if (gone) return reject(gone)
      const offer = (message: Message) => {
        if (!wanted(message)) return
        waiting.delete(one)
        resolve(message)
      }
      const one: Waiting = { offer, reject }
      waiting.add(one)
    })
  const lost = () => {
    gone ??= new Error('QEMU closed its monitor')
    for (const one of waiting) one.reject(gone)
  }
  stream.on('error', lost).on('end', lost).on('close', lost)
  let guestEnd: GuestEnd | undefined
  const stop = { began: 0, lasted: 0 }
  const hear = (line: string) => {
    if (line.trim() === '') return
    const message = JSON.parse(line) as Message
    guestEnd ??= guestEndIn(message)
    if ('event' in message && message.event === 'STOP') stop.began = millisecondsOf(message)
    if ('event' in message && message.event === 'RESUME') stop.lasted = millisecondsOf(message) - stop.began
    for (const one of waiting) one.offer(message)
  }
  stream.on('data', lineSplitter(hear, lost))

  let last = 0
  const qmp: Qmp = {
    async execute(command, ...[args]) {
      if (gone) throw gone
      last += 1
      const id = last
      const answered = next((message): message is Answer => 'id' in message && message.id === id)
      stream.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`)
      const { error } = await answered
      if (error) throw new Error(`${command}: ${error.desc}`)
    },
    async migrated() {
      const { data } = await next((message): message is Event => migrationStatus(message) !== undefined)
      if (data?.status === 'failed') throw new Error('the state could not be migrated')
    },
    ended: () => guestEnd,
    lastStop: () => stop.lasted,
  }
  await next((message): message is { QMP: object } => 'QMP' in message)
  await qmp.execute('qmp_capabilities')
  // x-ignore-shared: memory stays in its file, and only the devices' state is migrated.
  const capabilities = ['x-ignore-shared', 'events'].map(capability => ({ capability, state: true }))
  await qmp.execute('migrate-set-capabilities', { capabilities })
  return qmp
}

const millisecondsOf = ({ timestamp: { seconds, microseconds } = { seconds: 0, microseconds: 0 } }: Event) =>
  seconds * 1000 + microseconds / 1000

interface Waiting {
  readonly offer: (message: Message) => void
  readonly reject: (error: Error) => void
}

/** The status that ends a migration, if the message tells of one. */
function migrationStatus(message: Message): 'completed' | 'failed' | undefined {
  if (!('event' in message) || message.event !== 'MIGRATION') return undefined
  const status = message.data?.status
  return status === 'completed' || status === 'failed' ? status : undefined
}

/** QEMU tells a guest's own end (`guest-reset`) from that by a signal (`host-signal`). */
function guestEndIn(message: Message): GuestEnd | undefined {
  if (!('event' in message) || message.event !== 'SHUTDOWN') return undefined
  const reason = message.data?.reason
  return reason === 'guest-reset' || reason === 'guest-shutdown' ? reason : undefined
}

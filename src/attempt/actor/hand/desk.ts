import type { HandCommand, HandLook, HandRecord } from '../../../evidence/hand.ts'
import type { Lab } from '../../../lab/lab.ts'
import { shellCgroup } from '../../../plan/plan.ts'
import type { HandGround } from '../../../resolve/bind.ts'
import { openResolver, type Resolver } from '../../../resolve/resolver.ts'
import { lookByHand } from '../../observer/look-by-hand.ts'
import { machineRecord, type Session } from '../../session.ts'
import { openNewcomers } from './newcomers.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** Where somebody works on a lab: terminals in the machine, and what is seen of the work. */
export interface Desk {
  readonly resolver: Resolver
  readonly record: HandRecord
  /** The terminal of this number, from 1; a new one if there is none or it was closed. */
  terminal(number: number): Promise<Terminal>
  /** Looks at the machine. Looks that are asked for while one is made are one look, made after it. */
  look(): Promise<void>
  /** Notes a command that was not typed, and why. */
  note(command: Pick<HandCommand, 'terminal' | 'line' | 'output'>): void
  close(): Promise<void>
}

export interface DeskOptions extends Pick<TerminalOptions, 'size' | 'keep' | 'term'> {
  /** Says when each step ends; absent: a step ends once it is done. */
  readonly closed?: { step: string; at: number }[]
  /** Called after each look. */
  readonly seen?: (resolver: Resolver, look: HandLook) => void
  /** Called for each terminal as it is opened, for whoever shows it. */
  readonly show?: (number: number, text: string) => void
  /** Called when a command has ended. */
  readonly ended?: () => void
}

/** Opens a desk for a lab. The first look is made before anything is typed. */
export async function openDesk(lab: Lab, session: Session, options: DeskOptions): Promise<Desk> {
  const { client, hello, cgroup } = session
  const { closed, seen } = options
  const commands: HandCommand[] = []
  const looks: HandLook[] = []
  const ground: HandGround = { cgroup, host: hello.host }
  const record: HandRecord = { host: hello.host, commands, looks, ...(closed && { closed }) }
  const resolver = openResolver(lab, machineRecord(session), record, { byStep: closed !== undefined })
  const newcomers = await openNewcomers(session)
  const terminals = new Map<number, Promise<Terminal>>()

  const step = () => resolver.open()?.id ?? lab.steps.at(-1)?.id ?? ''
  const open = async (number: number): Promise<Terminal> => {
    const terminal = await openTerminal(session, {
      ...options,
      number,
      key: session.newKey(`terminal-${number}`),
      cgroup: `${cgroup}/${shellCgroup}`,
      show: text => options.show?.(number, text),
      began: command => {
        const index = commands.push({ ...command, step: step() }) - 1
        return ended => {
          commands[index] = { ...(commands[index] as HandCommand), ...ended }
          options.ended?.()
        }
      },
      closed: () => void terminals.delete(number),
    })
    newcomers.addTerminal(terminal.pid)
    return terminal
  }
  const lookNow = async () => {
    const processes = await newcomers.list()
    const look = await lookByHand(resolver.wanted(), processes, ground, session)
    looks.push(look)
    seen ? seen(resolver, look) : resolver.look(look)
  }
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const desk: Desk = {
    resolver,
    record,
    terminal: number => {
      const known = terminals.get(number) ?? open(number)
      terminals.set(number, known)
      return known
    },
    look: () => {
      if (next) return next
      const begin = () => {
        next = undefined
        running = lookNow().finally(() => {
          running = undefined
        })
        return running
      }
      if (!running) return begin()
      next = running.catch(() => undefined).then(begin)
      return next
    },
    note: command => {
      const at = session.now()
      commands.push({ ...command, step: step(), startedAt: at, endedAt: at })
    },
    close: async () => {
      for (const terminal of [...terminals.values()]) await (await terminal).close()
    },
  }
  await desk.look()
  return desk
}

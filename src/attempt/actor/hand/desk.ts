import type { HandCommand, HandLook, HandRecord } from '../../../evidence/hand.ts'
import type { Lab } from '../../../lab/lab.ts'
import { shellCgroup } from '../../../plan/plan.ts'
import { addLook } from '../../../resolve/add-look.ts'
import { openResolver, type Resolver } from '../../../resolve/resolver.ts'
import { lookByHand } from '../../observer/look-by-hand.ts'
import { machineRecord, type Session } from '../../session.ts'
import type { TypedCommand } from './entry.ts'
import { markShells } from './mark-shells.ts'
import { openNewcomers } from './newcomers.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** Where somebody works on a lab: terminals in the machine, and what is seen of the work. */
export interface Desk {
  readonly resolver: Resolver
  readonly record: HandRecord
  /** The terminal of this number, from 1; a new one if there is none or its shell has exited. */
  terminal(number: number): Promise<Terminal>
  /** Looks at the machine, unless the desk is closed. Looks that are asked for while one is made are one look, made after it. */
  look(): Promise<void>
  /** Notes a command that was not typed, and why. */
  note(command: Pick<HandCommand, 'terminal' | 'line' | 'output'>): void
  /** Answers the question of a step. */
  answer(step: string, text: string): void
  close(): Promise<void>
}

export interface DeskOptions extends Pick<TerminalOptions, 'size' | 'history' | 'term'> {
  /** When each step ended, for an actor that says so; absent: a step ends once it is done. */
  readonly closed?: { step: string; at: number }[]
  /** Takes a look to the resolver; by default as it is. */
  readonly seen?: (resolver: Resolver, look: HandLook) => void
  /** What a terminal shows, with its control sequences. */
  readonly show?: (terminal: number, text: string) => void
  /** A command has ended. */
  readonly ended?: () => void
}

/** Milliseconds for the first prompt of a terminal, before scaling by the machine's slowness. */
const patience = 5_000

/** Opens a desk for a lab. The first look is made before anything is typed. */
export async function openDesk(lab: Lab, session: Session, options: DeskOptions): Promise<Desk> {
  const { client, hello, cgroup, slowness, runtime, deadlines = runtime } = session
  const { closed, seen, show, ended, ...shape } = options
  const commands: HandCommand[] = []
  const looks: HandLook[] = []
  const answers: { step: string; text: string; at: number }[] = []
  const ground = { cgroup, host: hello.host }
  const record: HandRecord = { host: hello.host, commands, looks, answers, ...(closed && { closed }) }
  const resolver = openResolver(lab, machineRecord(session), record, { byStep: closed !== undefined })
  /** Whether the machine is only for labs, so that its files may be changed. */
  const isOwn = hello.host === 1
  const marked = isOwn ? markShells(client) : undefined
  const newcomers = await openNewcomers(session)
  const terminals = new Map<number, Promise<Terminal>>()
  /** What happens to processes from now on is not the learner's doing. */
  let isOver = false

  const present = () => resolver.open()?.id ?? lab.steps.at(-1)?.id ?? ''
  const begun = (command: TypedCommand) => void commands.push({ ...command, step: present() })
  const over = (command: TypedCommand) => {
    if (isOver) return
    const index = commands.findLastIndex(
      ({ terminal, startedAt }) => terminal === command.terminal && startedAt === command.startedAt,
    )
    const known = commands[index]
    if (known) commands[index] = { ...known, ...command }
    ended?.()
  }
  const open = async (number: number): Promise<Terminal> => {
    await marked
    const terminal = await openTerminal(
      client,
      {
        ...shape,
        number,
        key: session.newKey(`terminal-${number}`),
        cgroup: `${cgroup}/${shellCgroup}`,
        profile: isOwn,
        patience: patience * slowness,
        begun,
        ended: over,
        output: text => show?.(number, text),
        // What a pasted line undoes must have been seen before.
        rested: async () => void (await (next ?? running)?.catch(() => undefined)),
      },
      { now: session.now, after: deadlines.after },
    )
    newcomers.addTerminal(terminal.pid)
    terminal.closed.then(() => terminals.delete(number))
    return terminal
  }

  const lookNow = async () => {
    if (isOver) return
    const processes = looks.length === 0 ? [] : await newcomers.list() // nothing has been started yet
    const look = await lookByHand(resolver.wanted(processes), processes, ground, session)
    if (isOver) return
    addLook(looks, look, resolver.open())
    if (seen) seen(resolver, look)
    else resolver.look(look)
  }
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const begin = (): Promise<void> => {
    next = undefined
    running = lookNow().finally(() => {
      running = undefined
    })
    return running
  }

  const desk: Desk = {
    resolver,
    record,
    terminal: number => {
      const known = terminals.get(number) ?? open(number)
      terminals.set(number, known)
      return known
    },
    look: () => {
      if (!running) return begin()
      next ??= running.then(begin, begin)
      return next
    },
    note: command => {
      const at = session.now()
      commands.push({ ...command, step: present(), startedAt: at, endedAt: at })
    },
    answer: (step, text) => void answers.push({ step, text, at: session.now() }),
    close: async () => {
      isOver = true
      if (session.disposable) return
      await Promise.all([...terminals.values()].map(async terminal => (await terminal).close()))
    },
  }
  await Promise.all([marked, desk.look()])
  return desk
}

import type { HandCommand, HandLook, HandMark, HandRecord } from '../../../evidence/hand.ts'
import type { Lab } from '../../../lab/lab.ts'
import type { Size } from '../../../linux/terminal-size.ts'
import { shellCgroup } from '../../../plan/plan.ts'
import { unless } from '../../../protocol/client.ts'
import { addLook } from '../../../resolve/add-look.ts'
import { candidatesIn } from '../../../resolve/assignment.ts'
import { openResolver, type Resolver } from '../../../resolve/resolver.ts'
import { lookByHand } from '../../observer/look-by-hand.ts'
import { machineRecord, type Session } from '../../session.ts'
import type { TypedCommand } from './entry.ts'
import { isLabWord } from './lab-word.ts'
import { markShells } from './mark-shells.ts'
import { type Newcomers, openNewcomers } from './newcomers.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** Where somebody works on a lab: terminals in the machine, and what is seen of the work. */
export interface Desk {
  readonly resolver: Resolver
  readonly record: HandRecord
  /** The terminal of this number, from 1; a new one if there is none or its shell has exited. */
  terminal(number: number): Promise<Terminal>
  /** Looks at the machine, unless the desk is closed. Looks that are asked for while one is made are one look, made after it. */
  look(): Promise<void>
  /** The programs from below the learner's shell down to this process, as last looked at: `unshare → bash`. Empty if it was not there. */
  programs(pid: number): string
  /** Sets the size of every terminal, and of those that are opened from now on. */
  resize(size: Size): void
  /** Notes a command that was not typed, and why. */
  note(command: Pick<HandCommand, 'terminal' | 'line' | 'output'>): void
  /** Answers the question of a step. */
  answer(step: string, text: string): void
  /** Says which process a name stands for. Returns whether there is such a process. */
  mark(name: string, pid: number): boolean
  /** Resolves once the first terminal shows a prompt. */
  readonly opened: Promise<void>
  close(): Promise<void>
}

export interface DeskOptions extends Pick<TerminalOptions, 'size' | 'history' | 'term' | 'beforeEnter'> {
  /** When each step ended, for an actor that says so; absent: a step ends once it is done. */
  readonly closed?: { step: string; at: number }[]
  /** Opens the first terminal at once, whose prompt a person sees before anything has been looked at. */
  readonly promptFirst?: true
  /** Takes a look to the resolver; by default as it is. */
  readonly seen?: (resolver: Resolver, look: HandLook) => void
  /** What a terminal shows, with its control sequences. */
  readonly show?: (terminal: number, text: string) => void
  /** Answers `lab …` in a shell of this terminal with what is to be shown. */
  readonly asked?: (terminal: number, words: readonly string[]) => Promise<string>
  /** Lines to be shown above the prompt that comes now. `looked` resolves once the machine was looked at since the command ended. */
  readonly abovePrompt?: (terminal: number, looked: Promise<void>) => Promise<string>
  /** A command has begun in this terminal, `lab …` apart. */
  readonly begun?: (terminal: number) => void
  /** A command has ended, `lab …` apart. */
  readonly ended?: () => void
}

/** Milliseconds for the first prompt of a terminal, before scaling by the machine's slowness. */
const patience = 5_000

/** The most milliseconds for which a prompt is held, before scaling by the machine's slowness. */
const longestHold = 400

/** Opens a desk for a lab. The first look is made before anything is typed. */
export async function openDesk(lab: Lab, session: Session, options: DeskOptions): Promise<Desk> {
  const { client, hello, cgroup, slowness, runtime, deadlines = runtime } = session
  const { closed, promptFirst, seen, show, begun: hasBegun, ended, asked, abovePrompt, ...shape } = options
  let { size } = shape
  const commands: HandCommand[] = []
  const looks: HandLook[] = []
  const answers: { step: string; text: string; at: number }[] = []
  const marks: HandMark[] = []
  const ground = { cgroup, host: hello.host }
  const record: HandRecord = { host: hello.host, commands, looks, answers, marks, ...(closed && { closed }) }
  const resolver = openResolver(lab, machineRecord(session), record, { byStep: closed !== undefined })
  /** Whether the machine is only for labs, so that its files may be changed. */
  const isOwn = hello.host === 1
  const marked = markShells(client, hello)
  let newcomers: Newcomers | undefined
  const terminals = new Map<number, Promise<Terminal>>()
  const shells = new Set<Terminal>()
  let wasOpened = false
  /** Terminals whose shells have not shown a prompt yet: what they start until then is nobody's doing, and no look may see it. */
  const opening = new Set<Promise<unknown>>()
  let firstOpened: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    firstOpened = resolve
  })
  /** What happens to processes from now on is not the learner's doing. */
  let isOver = false
  /** Whether a look is made for the end of the last command. */
  let isLookedAt = false
  /** Whether the next look is made at a prompt, though what was typed ahead may run by then. */
  let isAtPrompt = false

  const present = () => resolver.open()?.id ?? lab.steps.at(-1)?.id ?? ''
  const begun = (command: TypedCommand) => {
    if (isLabWord(command.line)) return
    commands.push({ ...command, step: present() })
    hasBegun?.(command.terminal)
  }
  const over = (command: TypedCommand) => {
    if (isOver) return
    const index = commands.findLastIndex(
      ({ terminal, startedAt }) => terminal === command.terminal && startedAt === command.startedAt,
    )
    const known = commands[index]
    const isWord = isLabWord(command.line)
    const kept = isWord ? [] : [{ step: present(), ...known, ...command }]
    commands.splice(known ? index : commands.length, known ? 1 : 0, ...kept)
    if (isWord || !ended) return
    ended()
    isLookedAt = true
  }
  const lookAtPrompt = () => {
    isAtPrompt = true
    return desk.look()
  }
  /** What stands above a prompt rests on a look that was made at it. */
  const above = async (number: number) => {
    // Nothing was typed yet that could have changed anything.
    const isNew = opening.has(terminals.get(number) as Promise<Terminal>)
    const looked = isNew ? undefined : isLookedAt ? (next ?? running) : lookAtPrompt()
    if (!isNew) isLookedAt = false
    return (await abovePrompt?.(number, looked ?? Promise.resolve())) ?? ''
  }
  const open = async (number: number): Promise<Terminal> => {
    await Promise.all([marked, running])
    const group = `${cgroup}/${shellCgroup}`
    // It was made before the attempt; since the first shell, root in the machine may have removed it.
    if (wasOpened) await client.call('make-directory', { path: group }).catch(unless('EEXIST'))
    const terminal = await openTerminal(
      client,
      {
        ...shape,
        size,
        number,
        key: session.newKey(`terminal-${number}`),
        cgroup: group,
        profile: isOwn,
        patience: patience * slowness,
        begun,
        ended: over,
        ...(show && { output: text => show(number, text) }),
        ...(asked && { asked: words => asked(number, words) }),
        ...(abovePrompt && { abovePrompt: () => above(number), longestHold: longestHold * slowness }),
        // What a pasted line undoes must have been seen before.
        rested: async () => void (await (next ?? running)?.catch(() => undefined)),
      },
      { now: session.now, after: deadlines.after },
    )
    newcomers?.addTerminal(terminal.pid)
    shells.add(terminal)
    wasOpened = true
    firstOpened()
    terminal.closed.then(() => {
      terminals.delete(number)
      shells.delete(terminal)
    })
    return terminal
  }

  const lookNow = async () => {
    while (opening.size > 0) await Promise.allSettled(opening)
    if (isOver) return
    const processes = looks.length === 0 ? [] : ((await newcomers?.list()) ?? []) // nothing has been started yet
    const isBusy = !isAtPrompt && [...shells].some(({ situation }) => situation === 'running')
    isAtPrompt = false
    const seenNow = await lookByHand(resolver.wanted(processes), processes, ground, session)
    if (isOver) return
    const look: HandLook = { ...seenNow, ...(isBusy && { busy: true }) }
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
    opened,
    terminal: number => {
      const known = terminals.get(number)
      if (known) return known
      const begun = open(number)
      terminals.set(number, begun)
      opening.add(begun)
      const isOpen = () => opening.delete(begun)
      begun.then(isOpen, isOpen)
      return begun
    },
    look: () => {
      if (!running) return begin()
      next ??= running.then(begin, begin)
      return next
    },
    programs: pid => (newcomers?.programs(pid) ?? []).join(' → '),
    resize: given => {
      size = given
      for (const terminal of terminals.values())
        terminal.then(
          open => open.resize(given),
          () => undefined,
        )
    },
    note: command => {
      const at = session.now()
      commands.push({ ...command, step: present(), startedAt: at, endedAt: at })
    },
    mark: (name, pid) => {
      const look = looks.at(-1)
      const process = look && candidatesIn(look).find(each => each.pid === pid)
      if (!process) return false
      marks.push({ name, pid, start: process.start, at: session.now() })
      resolver.mark(name, process)
      return true
    },
    answer: (step, text) => void answers.push({ step, text, at: session.now() }),
    close: async () => {
      isOver = true
      if (session.disposable) return
      await Promise.all([...terminals.values()].map(async terminal => (await terminal).close()))
    },
  }
  const first = promptFirst ? await desk.terminal(1) : undefined
  newcomers = await openNewcomers(session, first?.pid)
  await Promise.all([marked, desk.look()])
  return desk
}

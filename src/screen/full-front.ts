import type { Learning } from '../learn/task.ts'
import { withoutQueries } from '../linux/terminal-query.ts'
import { sizeOf } from '../linux/terminal-size.ts'
import { printable } from '../printable.ts'
import { chordReader } from './chord.ts'
import type { Front, FrontIo, FrontOptions } from './front.ts'
import { keptText } from './kept-text.ts'
import { type Mirror, openMirror, type Reflection, screenSwitches } from './mirror.ts'
import { plainModes } from './mode.ts'
import { endOfPiece, inOnePiece } from './painter.ts'
import { openPane } from './pane.ts'
import { taskScreen } from './task-screen.ts'
import { giveBack, takeKeys } from './terminal-input.ts'

/**
 * A shell has the whole terminal: what it prints goes there byte for byte, and what is typed goes to the shell, except for the chord. A
 * mirror of each shell follows what it prints. The chord turns to the task screen, on the alternate screen of the terminal; what the
 * shell prints meanwhile is kept. On the way back
 * - the terminal itself still has the normal screen, so what was kept is printed there, and the scrollback is as without us;
 * - where a full-screen program had the alternate screen and still has it, that is drawn from the mirror;
 * - where such a program has left it meanwhile, what was kept is printed: leaving the screen is a part of it.
 * Another shell is drawn from its mirror. Turns are made one after the other, since a mirror takes a moment to take in a flood.
 */
export function fullFront(learning: Learning, io: FrontIo, { colour, env, watch }: FrontOptions): Front {
  const { stdout } = io
  const size = () => sizeOf(stdout)
  const mirrors = new Map<number, Mirror>()
  const held = keptText(mostHeld)
  let current = 1
  /** What the terminal shows, and what it is to show: keys go there at once. */
  let drawn: 'shell' | 'task' | 'between' = 'shell'
  let isTaskWanted = false
  /** The shell in use at the moment of the turn to the task screen. */
  let left = { isAlternate: false, modes: '' }
  let isClosed = false

  const write = (text: string) => {
    if (text !== '' && !isClosed) stdout.write(text)
  }
  const mirrorOf = (terminal: number): Mirror => {
    const mirror =
      mirrors.get(terminal) ?? openMirror({ size: size(), answer: text => learning.press(terminal, text) })
    mirrors.set(terminal, mirror)
    return mirror
  }
  const reflected = <T>(use: (now: Reflection) => T) =>
    new Promise<T>(resolve => mirrorOf(current).after(now => resolve(use(now))))

  let turns = Promise.resolve()
  const turn = (make: () => Promise<void>) => {
    turns = turns.then(async () => {
      if (!isClosed) await make()
    })
  }
  const toTask = () => {
    if (isTaskWanted) return
    isTaskWanted = true
    screen.show()
    turn(async () => {
      drawn = 'between'
      left = await reflected(now => ({ isAlternate: now.isAlternate, modes: now.modes() }))
      write(`${left.isAlternate ? '' : enterScreen}${plainModes}${wholeRegion}${pasteMode}`)
      drawn = 'task'
      screen.redraw()
    })
  }
  const toShell = (terminal = current) => {
    isTaskWanted = false
    screen.hide()
    turn(async () => {
      drawn = 'between'
      await (terminal === current && env.TERM !== withoutAlternate ? comeBack() : turnTo(terminal))
      write(withoutQueries(held.take()))
      drawn = 'shell'
    })
  }
  const comeBack = async () => {
    const kept = held.take()
    const isSame = left.isAlternate && kept.search(screenSwitches) < 0
    const redrawn = await reflected(now => (isSame ? now.alternate() : ''))
    if (isSame) write(inOnePiece(`${plainModes}${wholeRegion}${clear}${redrawn}`))
    else if (left.isAlternate) write(`${clear}${left.modes}${withoutQueries(kept)}`)
    else write(`${left.modes}${leaveScreen}${withoutQueries(kept)}`)
  }
  const turnTo = async (terminal: number) => {
    held.take() // its mirror has it
    current = terminal
    learning.use(terminal)
    const screens = await reflected(now => now.screens())
    write(inOnePiece(`${plainModes}${leaveScreen}${wholeRegion}${clear}${screens}`))
  }
  const openAnother = () =>
    learning.openTerminal().then(toShell, (error: Error) => screen.tell(error.message))
  const nextTerminal = () => {
    const open = [...mirrors.keys()].sort((a, b) => a - b)
    const next = open.find(each => each > current) ?? open[0] ?? current
    if (next === current) void openAnother()
    else toShell(next)
  }

  const back = () => toShell()
  const screen = taskScreen({
    ...{ task: learning, size, colour },
    write: text => {
      if (drawn === 'task') write(text)
    },
    leave: ['^]', 'shell'],
    own: {
      ...{ chord: back, escape: back, enter: back, interrupt: back },
      ']': () => {
        learning.press(current, chordKey)
        back()
      },
      t: nextTerminal,
      T: () => void openAnother(),
      w: () => void openPane(watch, env).then(text => text !== '' && screen.tell(text)),
    },
  })

  const chords = chordReader()
  let flushing: NodeJS.Timeout | undefined
  const type = (text: string): void => {
    if (isTaskWanted) {
      const rest = screen.type(text)
      if (rest !== '') type(rest)
      return
    }
    for (const typed of chords.read(text)) {
      if (isTaskWanted) type('chord' in typed ? chordKey : typed.keys)
      else if ('chord' in typed) toTask()
      else learning.press(current, typed.keys)
    }
    clearTimeout(flushing)
    flushing = setTimeout(() => type(chords.flush()), heldKeys)
  }
  const resize = () => {
    for (const mirror of mirrors.values()) mirror.resize(size())
    learning.resize(size())
    screen.redraw()
  }

  mirrorOf(current)
  learning.use(current)
  const stopKeys = takeKeys(io, type)
  stdout.on('resize', resize)
  return {
    show(terminal, text) {
      const isSeen = terminal === current && drawn === 'shell'
      mirrorOf(terminal).write(text, !isSeen)
      if (isSeen) write(text)
      else if (terminal === current) held.add(text)
    },
    say(line) {
      this.show(current, `${line}\r\n`)
    },
    notice(message) {
      if (isTaskWanted) screen.tell(message)
      else this.say(printable(message))
    },
    showTask: toTask,
    closed(terminal) {
      mirrors.get(terminal)?.close()
      mirrors.delete(terminal)
      if (terminal !== current) return
      const [other] = [...mirrors.keys()].sort((a, b) => a - b)
      if (other !== undefined) toShell(other)
    },
    close() {
      if (isClosed) return
      clearTimeout(flushing)
      stopKeys()
      stdout.off('resize', resize)
      write(endOfScreen())
      isClosed = true
      for (const mirror of mirrors.values()) mirror.close()
      giveBack(io)
    },
  }

  /** Whatever is shown: back to the normal screen, with what the shell has printed last. */
  function endOfScreen(): string {
    const isAlternate = drawn !== 'shell' || (mirrors.get(current)?.isAlternate ?? false)
    const isOurs = drawn !== 'shell' && !left.isAlternate
    const rest = isOurs ? withoutQueries(held.take()) : ''
    return `${endOfPiece}${isAlternate ? leaveScreen : ''}${wholeRegionHere}${plainModesHere}${rest}${plainModesHere}${lineAnew}`
  }
}

/** The console of Linux has no alternate screen: the shell's is drawn again. */
const withoutAlternate = 'linux'

/** Characters of what a shell prints behind the task screen. */
const mostHeld = 512 * 1024

/** Milliseconds for which keys are held back that may be the beginning of the chord. */
const heldKeys = 50

/** Erases the prompt of a shell that still runs. */
const lineAnew = '\r\x1b[K'

const chordKey = '\x1d'
const enterScreen = '\x1b[?1049h'
const leaveScreen = '\x1b[?1049l'
const pasteMode = '\x1b[?2004h'
const wholeRegion = '\x1b[r'
const clear = '\x1b[m\x1b[H\x1b[2J'
/** Both move the cursor, which stays here where it is. */
const wholeRegionHere = `\x1b7${wholeRegion}\x1b8`
const plainModesHere = `\x1b7${plainModes}\x1b8\x1b[m`

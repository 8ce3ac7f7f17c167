import type { Terminal } from '@xterm/headless'

/** What programs change in a terminal beside what it shows, as far as another program has to put it back. */
export interface Modes {
  /** The sequences that put a terminal into this state. They move the cursor. */
  restore(): string
}

/** Private modes that a program turns on for keys, mouse, pasted text and the cursor, and whether each is on at first. */
const privateModes: ReadonlyMap<number, boolean> = new Map([
  ...[1, 9, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004].map(mode => [mode, false] as const),
  ...[7, 25].map(mode => [mode, true] as const),
])

/** The state in which the task screen is drawn, and in which a terminal is given back. Only bracketed paste differs, which each sets. */
export const plainModes = `${modeSequences(privateModes)}\x1b[4l\x1b[?6l\x1b>\x1b[>4m\x1b[=0u\x1b[0 q\x1b[m\x0f\x1b(B`

/** Follows the modes that a terminal is told. */
export function followModes({ parser }: Terminal, isAlternate: () => boolean): Modes {
  let modes = new Map(privateModes)
  let shape = 0
  let region: readonly [top: number, bottom: number] | undefined
  let otherKeys = 0
  let keyboard = newKeyboard()
  const reset = () => {
    modes = new Map(privateModes)
    shape = 0
    region = undefined
    otherKeys = 0
    keyboard = newKeyboard()
  }
  const first = (params: readonly (number | number[])[], index = 0) => Number(params[index] ?? 0)
  const see = (
    id: Parameters<typeof parser.registerCsiHandler>[0],
    use: (params: (number | number[])[]) => void,
  ) =>
    parser.registerCsiHandler(id, params => {
      use(params)
      return false // the emulator takes it as well
    })
  const turn = (isOn: boolean) => (params: (number | number[])[]) => {
    for (const mode of params) if (modes.has(Number(mode))) modes.set(Number(mode), isOn)
  }
  see({ prefix: '?', final: 'h' }, turn(true))
  see({ prefix: '?', final: 'l' }, turn(false))
  see({ intermediates: ' ', final: 'q' }, params => {
    shape = first(params)
  })
  see({ final: 'r' }, params => {
    const [top, bottom] = [first(params), first(params, 1)]
    region = top <= 1 && bottom === 0 ? undefined : [top, bottom]
  })
  see({ prefix: '>', final: 'm' }, params => {
    if (first(params) === 4) otherKeys = first(params, 1)
  })
  see({ prefix: '>', final: 'u' }, params => keyboard.push(isAlternate(), first(params)))
  see({ prefix: '<', final: 'u' }, params => keyboard.pop(isAlternate(), first(params) || 1))
  see({ prefix: '=', final: 'u' }, params => keyboard.set(isAlternate(), first(params)))
  see({ intermediates: '!', final: 'p' }, reset)
  for (const [final, isOn] of [['=', true], ['>', false]] as const) // biome-ignore format: a table
    parser.registerEscHandler({ final }, () => {
      modes.set(66, isOn)
      return false
    })
  parser.registerEscHandler({ final: 'c' }, () => {
    reset()
    return false
  })
  return {
    restore: () =>
      [
        modeSequences(modes),
        `\x1b[>4${otherKeys === 0 ? '' : `;${otherKeys}`}m`,
        `\x1b[=${keyboard.flags(isAlternate())}u`,
        `\x1b[${shape} q`,
        region ? `\x1b[${region[0]};${region[1] || ''}r` : '',
      ].join(''),
  }
}

/** First what is off: turning one mouse mode off turns off the others, too. */
function modeSequences(modes: ReadonlyMap<number, boolean>): string {
  const those = (isOn: boolean) => [...modes].filter(([, on]) => on === isOn).map(([mode]) => mode)
  const sequence = (list: readonly number[], final: string) =>
    list.map(mode => `\x1b[?${mode}${final}`).join('')
  return sequence(those(false), 'l') + sequence(those(true), 'h')
}

/** The stacks of flags of kitty's keyboard protocol: each screen has its own. */
function newKeyboard() {
  const stacks: Record<'main' | 'alternate', number[]> = { main: [0], alternate: [0] }
  const of = (isAlternate: boolean) => stacks[isAlternate ? 'alternate' : 'main']
  return {
    push(isAlternate: boolean, flags: number) {
      const stack = of(isAlternate)
      stack.push(flags)
      if (stack.length > mostPushed) stack.shift()
    },
    pop(isAlternate: boolean, count: number) {
      const stack = of(isAlternate)
      stack.splice(Math.max(0, stack.length - count))
      if (stack.length === 0) stack.push(0)
    },
    set(isAlternate: boolean, flags: number) {
      const stack = of(isAlternate)
      stack[stack.length - 1] = flags
    },
    flags: (isAlternate: boolean) => of(isAlternate).at(-1) ?? 0,
  }
}

const mostPushed = 16

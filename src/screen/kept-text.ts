/** Text for a terminal that is kept for later; of a flood, its end and what it changed in the state of the terminal. */
export interface KeptText {
  add(text: string): void
  /** Hands it over, and begins anew. */
  take(): string
}

export function keptText(most: number): KeptText {
  let pieces: string[] = []
  let length = 0
  return {
    add(text) {
      pieces.push(text)
      length += text.length
      if (length <= 2 * most) return
      pieces = [condensed(pieces.join(''), most)]
      length = pieces[0]?.length ?? 0
    },
    take() {
      const text = pieces.join('')
      pieces = []
      length = 0
      return text
    },
  }
}

/** The last lines of a text, after the modes that the part before them turns on and off: who draws the last lines relies on these. */
export function condensed(text: string, most: number): string {
  if (text.length <= most) return text
  const tail = text.slice(-most)
  const from = text.length - most + tail.indexOf('\n') + 1
  return `${lastOfEach(text.slice(0, from)).join('')}\x1b[m${text.slice(from)}`
}

/** The last sequence of each kind, in their order: a flood may hold any number. */
function lastOfEach(text: string): string[] {
  const last = new Map<string, string>()
  for (const [sequence] of text.matchAll(stateSequences)) {
    const kind = sequence.replace(/[hl]$/, '')
    last.delete(kind)
    last.set(kind, sequence)
  }
  return [...last.values()].slice(-mostKinds)
}

const mostKinds = 256

/** Private modes, keyboard modes, the scrolled region, the shape of the cursor, the keypad, a reset. */
const stateSequences = /\x1b\[[?>=<][\d;:]{0,64}[hlmu]|\x1b\[\d{0,4};?\d{0,4}r|\x1b\[\d? q|\x1b[=>c]/g

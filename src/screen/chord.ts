/** What somebody types into a shell: keys for it, and the chord that turns to the task screen. */
export type Typed = { readonly keys: string } | { readonly chord: true }

/**
 * Finds Ctrl-] among keys, however a terminal encodes it (a control character, modifyOtherKeys, kitty's keyboard protocol), and passes on
 * everything else as it is. Pasted text holds no chord.
 */
export function chordReader(): {
  read(text: string): Typed[]
  /** What is held back because it may be the beginning of something. */
  flush(): string
} {
  let held = ''
  let isPasting = false
  return {
    read(piece) {
      const text = held + piece
      const until = text.length - unfinished(text, endsInPaste(text, isPasting))
      held = text.slice(until)
      const typed: Typed[] = []
      let from = 0
      const pass = (to: number) => {
        if (to > from) typed.push({ keys: text.slice(from, to) })
      }
      for (const match of text.slice(0, until).matchAll(tokens)) {
        const [token, paste, modifiers, event] = match
        if (paste !== undefined) isPasting = paste === '0'
        if (paste !== undefined || isPasting || !isChord(token, modifiers)) continue
        pass(match.index)
        from = match.index + token.length
        if (event === undefined || event === '1') typed.push({ chord: true })
      }
      pass(until)
      return typed
    },
    flush() {
      const rest = held
      held = ''
      return rest
    },
  }
}

/** The begin and the end of pasted text; the chord, with its modifiers and, in kitty's protocol, whether it is pressed or released. */
const tokens = /\x1b\[20([01])~|\x1d|\x1b\[93(?::\d*)*;(\d+)(?::([123]))?(?:;[\d:]*)?u|\x1b\[27;5;93~/g

/** Ctrl alone; the locks of capitals and numbers do not count. */
const isChord = (token: string, modifiers: string | undefined) =>
  modifiers === undefined
    ? !token.includes('~') || token.endsWith(';93~')
    : ((Number(modifiers) - 1) & ~0xc0) === 4

const endsInPaste = (text: string, isPasting: boolean) => {
  const [begin, end] = [text.lastIndexOf('\x1b[200~'), text.lastIndexOf('\x1b[201~')]
  return begin === end ? isPasting : begin > end
}

/** Characters at the end that may be the beginning of a token. A lone Escape is a key, except in pasted text, which may be cut anywhere. */
function unfinished(text: string, isPasting: boolean): number {
  const begin = text.lastIndexOf('\x1b')
  if (begin < 0) return 0
  const rest = text.slice(begin)
  if (rest.length < (isPasting ? 1 : 3)) return 0
  return beginning.test(rest) ? rest.length : 0
}

const beginning = /^\x1b(?:\[(?:2(?:0[01]?|7(?:;(?:5(?:;(?:93?)?)?)?)?)?|9(?:3[\d:;]{0,32})?)?)?$/

/** What somebody types on the task screen: a key by its name or character, or pasted text. */
export type Key = ({ readonly key: string } | { readonly pasted: string }) & {
  /** Where the key ends in the text that was read. */
  readonly until: number
}

/** Reads keys. Sequences that are no key here, such as answers of the terminal, are left out. */
export function keyReader(): (text: string) => Key[] {
  let pasted: string | undefined
  return text => {
    const found: Key[] = []
    for (const match of text.matchAll(tokens)) {
      const [token] = match
      const until = match.index + token.length
      if (token === '\x1b[200~') pasted = ''
      else if (token === '\x1b[201~') {
        if (pasted !== undefined) found.push({ pasted, until })
        pasted = undefined
      } else if (pasted !== undefined) pasted = (pasted + token).slice(0, mostPasted)
      else if (Object.hasOwn(named, token)) found.push({ key: named[token] as string, until })
      else if (!/^[\x00-\x1f\x7f]/.test(token)) found.push({ key: token, until })
    }
    return found
  }
}

const mostPasted = 4096

/** CSI, SS3 and OSC sequences, Escape before a character, then characters. */
const tokens = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\x1b[O]|[\s\S]/gu

const named: Readonly<Record<string, string>> = {
  '\x1d': 'chord',
  '\x1b[93;5u': 'chord',
  '\x1b[27;5;93~': 'chord',
  '\x1b': 'escape',
  '\x03': 'interrupt',
  '\r': 'enter',
  '\n': 'enter',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x15': 'erase',
  '\x1b[A': 'up',
  '\x1bOA': 'up',
  '\x1b[B': 'down',
  '\x1bOB': 'down',
  '\x1b[5~': 'page-up',
  '\x1b[6~': 'page-down',
  '\x1b[H': 'home',
  '\x1bOH': 'home',
  '\x1b[1~': 'home',
  '\x1b[F': 'end',
  '\x1bOF': 'end',
  '\x1b[4~': 'end',
}

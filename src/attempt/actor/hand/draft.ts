/** What somebody types on the present line, as far as the keys tell: neither completion nor history, which only the shell knows. */
export interface Draft {
  /** Returns the lines that these keys complete. */
  type(keys: string): string[]
  clear(): void
}

/** Ctrl-D on an empty line is a line of its own: it ends the input. */
export const endOfInput = '\x04'

export function newDraft(): Draft {
  let line = ''
  let isPasting = false
  const add = (text: string) => {
    if (line.length < longestLine) line += text
  }
  return {
    type(keys) {
      const lines: string[] = []
      for (const [key] of keys.matchAll(keyPattern)) {
        if (key === pasteBegin || key === pasteEnd) isPasting = key === pasteBegin
        else if (isPasting) add(key.replace('\r', '\n'))
        else if (key === '\r' || key === '\n') lines.push(line)
        else if (key === endOfInput && line === '') lines.push(endOfInput)
        if (isPasting) continue
        const next = edits[key]
        if (next) line = next(line)
        else if (key.length === 1 ? key >= ' ' || key === '\t' : !key.startsWith('\x1b')) add(literal(key))
      }
      return lines
    },
    clear: () => {
      line = ''
    },
  }
}

const longestLine = 64 * 1024

/** Around pasted text (bracketed paste), whose line breaks are not Enter. */
const pasteBegin = '\x1b[200~'
const pasteEnd = '\x1b[201~'

/** Ctrl-V and the key it quotes, sequences of keys such as arrows, pairs of surrogates, single characters. */
const keyPattern = /\x16.|\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|\x1b.|[\ud800-\udbff][\udc00-\udfff]|./gs

const literal = (key: string) => (key.startsWith('\x16') ? key.slice(1) : key)

const edits: Readonly<Record<string, (line: string) => string>> = {
  '\r': () => '',
  '\n': () => '',
  '\x03': () => '',
  '\x04': line => line,
  '\x15': () => '',
  '\x17': line => line.replace(/\S*\s*$/, ''),
  '\x7f': line => line.slice(0, -1),
  '\b': line => line.slice(0, -1),
}

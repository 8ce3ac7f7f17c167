/** The tables of a kernel's symbols, as scripts/kallsyms.c of the kernel writes them. */
export interface WrittenSymbols {
  readonly names: Uint8Array
  readonly tokenTable: Uint8Array
  readonly tokenIndex: Uint8Array
  readonly offsets: Uint8Array
}

/** Bytes that stand for more than themselves; the others stand for their letters. */
const tokens: Readonly<Record<string, number>> = { init_: 1, __: 2, task: 3, kallsyms: 4, Tab: 5 }

/**
 * Symbols with their distances from the base, in order. `scheme`: whether distances are negative, as with CONFIG_KALLSYMS_ABSOLUTE_PERCPU, or
 * not.
 */
export function writeKallsyms(
  symbols: readonly (readonly [name: string, distance: number])[],
  scheme: 'absolute-percpu' | 'relative',
): WrittenSymbols {
  const texts = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i < 32 ? 63 : i & 127))
  for (const [text, i] of Object.entries(tokens)) texts[i] = text
  const starts = texts.map((_, i) => texts.slice(0, i).join('\0').length + Number(i > 0))
  const word = Int32Array.from(symbols, ([, distance]) => (scheme === 'relative' ? distance : -1 - distance))
  return {
    names: Buffer.concat(symbols.map(([name]) => compressed(`D${name}`))),
    tokenTable: Buffer.from(`${texts.join('\0')}\0`, 'latin1'),
    tokenIndex: new Uint8Array(Uint16Array.from(starts).buffer),
    offsets: new Uint8Array(word.buffer),
  }
}

/** Its length, which takes two bytes from 128 on, and its bytes. */
function compressed(text: string): Buffer {
  const pattern = new RegExp(`${Object.keys(tokens).join('|')}|.`, 'g')
  const bytes = (text.match(pattern) ?? []).map(piece => tokens[piece] ?? piece.charCodeAt(0))
  const { length } = bytes
  return Buffer.from([...(length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7]), ...bytes])
}

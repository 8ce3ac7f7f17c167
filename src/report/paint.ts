/** Functions that colour text; without colour they return it as it is. */
export type Paint = { readonly [K in keyof typeof codes]: (text: string) => string }

/** Only the sixteen standard colours, which terminals adapt to their background. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const

export function paintFor(colour: boolean): Paint {
  const rows = Object.entries(codes).map(([name, [open, close]]) => [
    name,
    (text: string) => (colour && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text),
  ])
  return Object.fromEntries(rows)
}

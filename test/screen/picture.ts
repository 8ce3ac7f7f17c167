import type { IBufferCell, Terminal } from '@xterm/headless'

/** What a terminal shows now, down to its last line of text, as a picture (SVG) with a title above it. The same screen gives the same picture. */
export function pictureOf(terminal: Terminal, title: string): string {
  const { cols } = terminal
  const rows = rowsOf(terminal)
  const [width, height] = [
    Math.ceil(cols * cell.width) + 2 * margin,
    rows * cell.height + 2 * margin + titleHeight,
  ]
  const lines = Array.from({ length: rows }, (_, row) =>
    runsOf(terminal, row)
      .map(run => drawn(run, row))
      .join(''),
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${colours.background}"/>`,
    `<text x="${width / 2}" y="19" text-anchor="middle" font-family="sans-serif" font-size="12" fill="${colours.title}">${escaped(title)}</text>`,
    `<g font-family="${font}" font-size="14" xml:space="preserve">`,
    ...lines.filter(Boolean),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

const cell = { width: 8.4, height: 18 } as const
const margin = 12
const titleHeight = 20
const font = 'ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace'
const colours = { background: '#16181d', foreground: '#d8dbe2', title: '#8a8f99' } as const

/** Cells beside each other that look alike. */
interface Run {
  readonly column: number
  readonly columns: number
  readonly text: string
  readonly look: Look
}

interface Look {
  readonly colour: string
  readonly background: string
  readonly isBold: boolean
  readonly isDim: boolean
  readonly isUnderlined: boolean
}

function rowsOf({ rows, buffer: { active } }: Terminal): number {
  const lines = Array.from({ length: rows }, (_, row) => active.getLine(active.viewportY + row))
  return lines.findLastIndex(line => line?.translateToString(true).trim()) + 1
}

function runsOf(terminal: Terminal, row: number): Run[] {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)
  const runs: Run[] = []
  for (let column = 0; column < terminal.cols; column++) {
    const at = line?.getCell(column)
    if (!at || at.getWidth() === 0) continue // the second half of a wide character
    const [look, text, columns] = [lookOf(at), at.getChars() || ' ', at.getWidth()]
    const last = runs.at(-1)
    // A wide character is placed by itself: fonts disagree about its width.
    if (last && columns === 1 && last.text.length === last.columns && sameLook(last.look, look))
      runs[runs.length - 1] = { ...last, text: last.text + text, columns: last.columns + 1 }
    else runs.push({ column, columns, text, look })
  }
  return runs
}

function lookOf(at: IBufferCell): Look {
  const colour = at.isFgDefault() ? colours.foreground : colourOf(at.getFgColor(), at.isFgRGB())
  const background = at.isBgDefault() ? colours.background : colourOf(at.getBgColor(), at.isBgRGB())
  const isInverse = at.isInverse() !== 0
  return {
    colour: isInverse ? background : colour,
    background: isInverse ? colour : background,
    isBold: at.isBold() !== 0,
    isDim: at.isDim() !== 0,
    isUnderlined: at.isUnderline() !== 0,
  }
}

const sameLook = (one: Look, other: Look) => JSON.stringify(one) === JSON.stringify(other)

function drawn({ column, columns, text, look }: Run, row: number): string {
  const [x, y] = [margin + column * cell.width, titleHeight + margin + row * cell.height]
  const width = columns * cell.width
  const behind =
    look.background === colours.background
      ? ''
      : `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${cell.height}" fill="${look.background}"/>`
  if (text.trim() === '') return behind
  const style = [
    `fill="${look.colour}"`,
    ...(look.isBold ? ['font-weight="bold"'] : []),
    ...(look.isDim ? ['opacity="0.65"'] : []),
    ...(look.isUnderlined ? ['text-decoration="underline"'] : []),
  ].join(' ')
  const kept = text.trimEnd()
  const length = at((width * kept.length) / text.length)
  return `${behind}<text x="${at(x)}" y="${at(y + 13)}" textLength="${length}" ${style}>${escaped(kept)}</text>`
}

const at = (number: number) => `${Math.round(number * 10) / 10}`

/** A colour of the sixteen, of the cube of 256, or its own. */
function colourOf(code: number, isOwn: boolean): string {
  if (isOwn) return hex(code >> 16, (code >> 8) & 255, code & 255)
  const named = palette[code]
  if (named) return named
  if (code >= 232) return hex(...(Array(3).fill(8 + (code - 232) * 10) as [number, number, number]))
  const part = (divisor: number) => cube[Math.floor((code - 16) / divisor) % 6] ?? 0
  return hex(part(36), part(6), part(1))
}

const cube = [0, 95, 135, 175, 215, 255]

const palette = [
  ...['#23262d', '#f07178', '#9ccc65', '#ffcb6b', '#6cb6ff', '#c792ea', '#4dd0e1', '#c5c8d0'],
  ...['#6b7280', '#ff8b92', '#c3e88d', '#ffe585', '#9cc4ff', '#e1acff', '#a3f7ff', '#ffffff'],
]

const hex = (red: number, green: number, blue: number) =>
  `#${[red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('')}`

const escaped = (text: string) => text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)

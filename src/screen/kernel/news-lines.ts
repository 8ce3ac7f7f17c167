import type { Change } from '../../change/change.ts'
import { cut } from '../../report/format/pretty/page.ts'
import { type Paint, paintFor } from '../../report/paint.ts'

/** The latest changes that fit into so many lines, the latest last. Their texts are printable. */
export function kernelNewsLines(
  changes: readonly Change[],
  { rows, columns, colour }: { readonly rows: number; readonly columns: number; readonly colour: boolean },
): string[] {
  const paint = paintFor(colour)
  const isCut = changes.length > rows
  const shown = changes.slice(-(isCut ? rows - 1 : rows))
  const more = isCut ? [paint.dim(` … ${changes.length - shown.length} earlier`)] : []
  return [
    ...more,
    ...shown.map(({ sign, text }) => ` ${paint[colours[sign]](sign)} ${cut(text, columns - 3)}`),
  ]
}

const colours = { '+': 'green', '-': 'red', '~': 'yellow' } as const satisfies Record<
  Change['sign'],
  keyof Paint
>

import type { Change } from '../../change/change.ts'
import { type Page, prose, widthOf } from '../../report/format/pretty/page.ts'
import type { Paint } from '../../report/paint.ts'

/** What changed in the kernel, each with the file or command that shows it: on the same line, if there is room. */
export function changeLines(changes: readonly Change[], page: Page): string[] {
  const { paint, width } = page
  return changes.flatMap(({ sign, text, shown }) => {
    const first = `   ${paint[colours[sign]](sign)} `
    const room = width - widthOf(first) - widthOf(text) - 2
    return widthOf(shown) <= room
      ? [`${first}${text}  ${paint.dim(shown)}`]
      : [...prose(text, first, page), ...prose(paint.dim(shown), '       ', page)]
  })
}

const colours = { '+': 'green', '-': 'red', '~': 'yellow' } as const satisfies Record<
  Change['sign'],
  keyof Paint
>

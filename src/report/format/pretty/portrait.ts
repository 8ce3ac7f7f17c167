import type { ProcessPortrait } from '../../view/portrait.ts'
import { type Page, pad, widthOf, wrapped } from './page.ts'

/** A portrait as a small table. */
export function portraitLines({ name, rows }: ProcessPortrait, page: Page): string[] {
  const { paint, width } = page
  const label = Math.max(widthOf(name), ...rows.map(([what]) => what.length))
  const room = width - indent.length - label - 2 * gap.length
  const inside = Math.min(
    Math.max(...rows.map(([, inside]) => widthOf(inside)), 'INSIDE'.length),
    Math.floor(room / 2),
  )
  const line = (what: string, left: string, right: string) =>
    `${indent}${what}${gap}${left}${gap}${right}`.trimEnd()
  return [
    line(paint.bold(pad(name, label)), paint.cyan(pad('INSIDE', inside)), paint.cyan('OUTSIDE')),
    ...rows.flatMap(([what, left, right]) => {
      const [lefts, rights] = [wrapped(left, inside), wrapped(right, room - inside)]
      return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) =>
        line(
          paint.dim(pad(index === 0 ? what : '', label)),
          pad(lefts[index] ?? '', inside),
          rights[index] ?? '',
        ),
      )
    }),
  ]
}

const indent = '   '
const gap = '   '

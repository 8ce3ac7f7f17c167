import type { FactVerdict, Verdict } from '../../../verdict/verdict.ts'
import { failureWords } from '../../../verdict/words.ts'
import { briefEvidence, fullEvidence, shortened } from './evidence.ts'
import { marks, sign } from './mark.ts'
import { cut, type Page, pad, prose, remedyLines, widthOf } from './page.ts'

/** A check: what it asks, the evidence, and the author's explanation. */
export function checkLines(verdict: Verdict, messages: ReadonlySet<string>, page: Page): string[] {
  const { facts, why, outcome } = verdict
  const lines = facts.length === 0 ? undecidedLines(verdict, messages, page) : factLines(verdict, page)
  const remedy = verdict.reason?.remedy
  if (remedy && !messages.has(remedy)) lines.push(...remedyLines(remedy, inner, page, page.paint.cyan))
  if (why && outcome !== 'skipped') lines.push(...prose(why, inner, page))
  return lines
}

const outer = '   '
const inner = '     '
const deeper = '       '
const deepest = '         '

/** Why no fact was judged, unless the page has just said so. */
function undecidedLines(verdict: Verdict, messages: ReadonlySet<string>, page: Page): string[] {
  const why = failureWords(verdict)
  const words = `${page.paint.bold(verdict.subject)}: ${messages.has(why) ? marks[verdict.outcome].word : why}`
  return prose(words, `${outer}${sign(verdict.outcome, page.paint)} `, page)
}

/** A single fact follows its subject on the line; several are listed below it. */
function factLines({ subject, facts, outcome }: Verdict, page: Page): string[] {
  const { paint } = page
  const [only, ...more] = facts
  if (only && more.length === 0) {
    const words = `${paint.bold(subject)}: ${askedAndFound(only)}`
    return [...prose(words, `${outer}${sign(outcome, paint)} `, page), ...factDetails(only, deeper, page)]
  }
  const same = sameAbsence(facts)
  if (same) {
    const asked = facts.map(({ asked }) => asked).join(', ')
    const head = prose(`${paint.bold(subject)}: ${asked}`, `${outer}${sign(outcome, paint)} `, page)
    return [...head, ...factDetails(same, deeper, page)]
  }
  const column = Math.min(36, Math.max(...facts.map(fact => widthOf(askedAndFound(fact)))))
  return [
    `${outer}${sign(outcome, paint)} ${paint.bold(subject)}`,
    ...facts.flatMap(fact => rowLines(fact, column, page)),
  ]
}

/** The first of the facts if all of them are missing for one reason, which is then given once. */
function sameAbsence(facts: readonly FactVerdict[]): FactVerdict | undefined {
  const [first] = facts
  const same = facts.every(
    ({ outcome, observed, message }) => outcome !== 'pass' && observed === '' && message === first?.message,
  )
  return same ? first : undefined
}

/** One of several facts, with its evidence on the same line if there is room. */
function rowLines(fact: FactVerdict, column: number, page: Page): string[] {
  const { paint, width } = page
  const head = `${inner}${sign(fact.outcome, paint)} `
  const asked = askedAndFound(fact)
  const [evidence = '', ...more] = briefEvidence(fact, page)
  const room = width - inner.length - 4 - column
  if (fact.outcome !== 'pass' || more.length > 0 || widthOf(evidence) > room || widthOf(asked) > column)
    return [...prose(asked, head, page), ...factDetails(fact, deepest, page)]
  return [`${head}${pad(asked, column)}  ${paint.dim(evidence)}`.trimEnd()]
}

function askedAndFound(fact: FactVerdict): string {
  const asked = fact.asked.replaceAll('\n', '⏎')
  return fact.outcome === 'pass' && isOpen(fact) && !fact.observed.includes('\n')
    ? `${asked} (found ${cut(fact.observed, 40)})`
    : asked
}

/** Many values would pass, so the observed one is worth showing. */
const isOpen = ({ expected }: FactVerdict) =>
  /^([<>]|between |within |not |to have grown by |what the kernel says$)/.test(expected)

function factDetails(fact: FactVerdict, indent: string, page: Page): string[] {
  const { paint } = page
  if (fact.outcome === 'pass')
    return briefEvidence(fact, page)
      .flatMap(line => shortened(line, indent, page))
      .map(paint.dim)
  return [...disagreement(fact, indent, page), ...fullEvidence(fact, indent, page).map(paint.dim)]
}

/** Expected and observed values below each other; where nothing was observed, the reason. */
function disagreement(fact: FactVerdict, indent: string, page: Page): string[] {
  const { paint } = page
  const { outcome, expected, observed, message } = fact
  const colour = outcome === 'fail' ? paint.red : outcome === 'error' ? paint.magenta : paint.yellow
  if (observed === '' || outcome !== 'fail') return prose(colour(message), indent, page)
  const rest = message.split('; ').slice(1).join('; ')
  return [
    ...prose(paint.green(expected), `${indent}expected  `, page),
    ...prose(paint.red(observed), `${indent}observed  `, page),
    ...(rest && !message.startsWith('expected anything but') ? prose(rest, indent, page) : []),
  ]
}

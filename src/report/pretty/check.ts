import type { FactVerdict, Verdict } from '../../verdict/verdict.ts'
import { failureWords, printable } from '../wording.ts'
import { remedyLines } from './lab-end.ts'
import { marks, sign } from './mark.ts'
import { cut, hard, type Page, pad, prose, widthOf } from './page.ts'

/** A check as a learner reads it: what was asked, what says so, and why. */
export function checkLines(verdict: Verdict, messages: ReadonlySet<string>, page: Page): string[] {
  const { facts, why, outcome } = verdict
  const lines = facts.length === 0 ? undecidedLines(verdict, messages, page) : factLines(verdict, page)
  const remedy = verdict.reason?.remedy
  if (remedy && !messages.has(remedy)) lines.push(...remedyLines(remedy, inner, page))
  if (why && outcome !== 'skipped') lines.push(...prose(why, inner, page))
  return lines
}

const outer = '   '
const inner = '     '
const deeper = '       '

/** Why there is no verdict, unless that was just said. */
function undecidedLines(verdict: Verdict, messages: ReadonlySet<string>, page: Page): string[] {
  const why = failureWords(verdict)
  const words = `${page.paint.bold(verdict.subject)}: ${messages.has(why) ? marks[verdict.outcome].word : why}`
  return prose(words, `${outer}${sign(verdict.outcome, page.paint)} `, page)
}

/** One fact stands behind its subject; several stand below it. */
function factLines({ subject, facts, outcome }: Verdict, page: Page): string[] {
  const { paint } = page
  const [only, ...more] = facts
  if (only && more.length === 0) {
    const words = `${paint.bold(subject)}: ${askedInColour(only)}`
    return [...prose(words, `${outer}${sign(outcome, paint)} `, page), ...factDetails(only, deeper, page)]
  }
  const same = sameAbsence(facts)
  if (same) {
    const asked = facts.map(({ asked }) => asked).join(', ')
    const head = prose(`${paint.bold(subject)}: ${asked}`, `${outer}${sign(outcome, paint)} `, page)
    return [...head, ...factDetails(same, deeper, page)]
  }
  const column = Math.min(36, Math.max(...facts.map(fact => widthOf(askedInColour(fact)))))
  return [
    `${outer}${sign(outcome, paint)} ${paint.bold(subject)}`,
    ...facts.flatMap(fact => rowLines(fact, column, page)),
  ]
}

/** Where nothing at all could be said of the subject, once is enough. */
function sameAbsence(facts: readonly FactVerdict[]): FactVerdict | undefined {
  const [first] = facts
  const same = facts.every(
    ({ outcome, observed, message }) => outcome !== 'pass' && observed === '' && message === first?.message,
  )
  return same ? first : undefined
}

/** A fact among several: what was asked and what says so in one line, if there is room. */
function rowLines(fact: FactVerdict, column: number, page: Page): string[] {
  const { paint, width } = page
  const head = `${inner}${sign(fact.outcome, paint)} `
  const asked = askedInColour(fact)
  const [evidence = '', ...more] = passingEvidence(fact, page)
  const room = width - inner.length - 4 - column
  if (fact.outcome !== 'pass' || more.length > 0 || widthOf(evidence) > room || widthOf(asked) > column)
    return [...prose(asked, head, page), ...factDetails(fact, `${deeper}  `, page)]
  return [`${head}${pad(asked, column)}  ${paint.dim(evidence)}`.trimEnd()]
}

function askedInColour(fact: FactVerdict): string {
  const asked = printable(fact.asked).replaceAll('\n', '⏎')
  return fact.outcome === 'pass' && isOpen(fact) && !fact.observed.includes('\n')
    ? `${asked} (it is ${cut(fact.observed, 40)})`
    : asked
}

/** Where many values would do, the one found is worth telling. */
const isOpen = ({ expected }: FactVerdict) => /^([<>]|between |within |not )/.test(expected)

function factDetails(fact: FactVerdict, indent: string, page: Page): string[] {
  const { paint } = page
  if (fact.outcome === 'pass') return passingEvidence(fact, page).map(line => `${indent}${paint.dim(line)}`)
  const evidence = fact.evidence.flatMap(evidence => evidenceLines(evidence, indent, page))
  return [...disagreement(fact, indent, page), ...evidence]
}

/** Expected against observed, one below the other; where nothing was observed, why. */
function disagreement(fact: FactVerdict, indent: string, page: Page): string[] {
  const { paint } = page
  const { outcome, expected, observed, message } = fact
  const colour = outcome === 'fail' ? paint.red : outcome === 'error' ? paint.magenta : paint.yellow
  if (observed === '' || outcome !== 'fail') return prose(colour(message), indent, page)
  const rest = message.split('; ').slice(1).join('; ')
  return [
    ...prose(paint.green(printable(expected)), `${indent}expected  `, page),
    ...prose(paint.red(printable(observed)), `${indent}observed  `, page),
    ...(rest && !message.startsWith('expected anything but') ? prose(rest, indent, page) : []),
  ]
}

/** What a passed fact was read from, in a line; nothing for what the learner has just seen on the screen. */
function passingEvidence({ evidence }: FactVerdict, page: Page): string[] {
  const shown = evidence.filter(({ source }) => page.verbose || !onScreen.includes(source))
  if (page.verbose) return shown.flatMap(each => evidenceText(each))
  const [first] = shown
  if (!first) return []
  const [line = '', ...more] = evidenceText(first)
  const note = more.length > 0 ? ' …' : ''
  return [cut(line + note, page.width - deeper.length)]
}

const onScreen = ['stdout', 'stderr', 'output', 'exit', 'clock']

function evidenceLines(evidence: Evidence, indent: string, page: Page): string[] {
  return evidenceText(evidence)
    .flatMap(line => hard(line, indent, page))
    .map(page.paint.dim)
}

type Evidence = FactVerdict['evidence'][number]

/** The name of the file, then what it says, further lines below the first. */
function evidenceText({ source, excerpt }: Evidence): string[] {
  const lines = printable(excerpt.replaceAll('\t', '  ')).split('\n')
  const name = `${source}  `
  return lines.map((line, index) => `${index === 0 ? name : ' '.repeat(Math.min(name.length, 8))}${line}`)
}

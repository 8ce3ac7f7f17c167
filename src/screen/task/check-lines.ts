import type { CheckView } from '../../learn/task-view.ts'
import { fullEvidence } from '../../report/format/pretty/evidence.ts'
import { type Page, prose } from '../../report/format/pretty/page.ts'
import type { Paint } from '../../report/paint.ts'
import type { FactVerdict, Verdict } from '../../verdict/verdict.ts'
import { failureWords } from '../../verdict/words.ts'

interface Shown {
  /** Its step is done or skipped, so that the author's explanation gives nothing away. */
  readonly isOver: boolean
  readonly inWords: boolean
}

/** A check with its state; an open one with what was expected, what the kernel says now, and where it says so. */
export function checkLines({ state, verdict }: CheckView, { isOver, inWords }: Shown, page: Page): string[] {
  const { paint } = page
  const { sign, colour, word } = states[state]
  const first = ` ${paint[colour](inWords ? `${word}:` : sign)} `
  const why = isOver && verdict.why ? prose(paint.dim(verdict.why), inner, page) : []
  return [...prose(wordsOf(verdict), first, page), ...detailsOf(state, verdict, page), ...why]
}

/** The state is told by the sign alone: colour only repeats it. */
export const states = {
  done: { sign: '✓', colour: 'green', word: 'done' },
  holds: { sign: '●', colour: 'green', word: 'true now' },
  open: { sign: '○', colour: 'yellow', word: 'not yet' },
  unjudged: { sign: '?', colour: 'magenta', word: 'could not be judged' },
} as const satisfies Record<CheckView['state'], { sign: string; colour: keyof Paint; word: string }>

const inner = '   '

function wordsOf({ subject, facts }: Verdict): string {
  const asked = facts.map(({ asked }) => asked).join(', ')
  return [subject, asked].filter(Boolean).join(': ').replaceAll('\n', '⏎')
}

function detailsOf(state: CheckView['state'], verdict: Verdict, page: Page): string[] {
  if (state === 'done' || state === 'holds') return []
  const wrong = verdict.facts.filter(({ outcome }) => outcome !== 'pass')
  if (wrong.length === 0 || state === 'unjudged') return prose(failureWords(verdict), inner, page)
  return unique(wrong).flatMap(fact => factLines(fact, verdict.facts.length > 1, page))
}

/** Facts that are missing for one reason are told once. */
function unique(facts: readonly FactVerdict[]): FactVerdict[] {
  return facts.filter(
    ({ observed, message }, index) =>
      observed !== '' || facts.findIndex(other => other.message === message) === index,
  )
}

function factLines(fact: FactVerdict, isNamed: boolean, page: Page): string[] {
  const { paint } = page
  const evidence = fullEvidence(fact, labels.where, page)
    .slice(0, longestEvidence)
    .map((line, index) => paint.dim(index === 0 ? line : line.replace(labels.where, labels.blank)))
  if (fact.observed === '' || fact.outcome !== 'fail')
    return [...prose(fact.message, inner, page), ...evidence]
  return [
    ...(isNamed ? prose(paint.dim(fact.fact), inner, page) : []),
    ...prose(fact.expected.replaceAll('\n', '⏎'), labels.expected, page),
    ...prose(fact.observed.replaceAll('\n', '⏎'), labels.observed, page),
    ...evidence,
  ]
}

const labels = {
  expected: '     expected  ',
  observed: '     now       ',
  where: '     shown by  ',
  blank: '               ',
} as const

/** Lines of evidence for a fact: the screen has other checks, too. */
const longestEvidence = 6

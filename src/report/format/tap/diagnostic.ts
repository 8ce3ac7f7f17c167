import { stringify } from 'yaml'
import type { Verdict } from '../../../verdict/verdict.ts'
import { failureWords } from '../../../verdict/words.ts'
import { type AttemptResult, endsOf } from '../../view/result.ts'

/** The YAML block below a test point: what was expected, what was observed, and where it was read. */
export function diagnostic(verdict: Verdict): string {
  const { facts, outcome, at, why, reason, observed } = verdict
  const wrong = facts.filter(fact => fact.outcome !== 'pass')
  return block({
    message: failureWords(verdict),
    severity: outcome,
    at: `${at.file}:${at.line}:${at.column}`,
    observed,
    facts: wrong.map(({ fact, expected, observed, message, evidence, manual, contradicted }) => ({
      fact,
      expected,
      ...(observed === '' ? { message } : { observed }),
      evidence: evidence.map(({ source, excerpt }) => ({ [source]: excerpt })),
      manual,
      contradicted,
    })),
    why,
    remedy: reason?.remedy,
  })
}

/** The same for an attempt that failed or could not be judged. */
export function attemptDiagnostic(result: AttemptResult): string {
  const { lab, verdicts, ended, finished, ms } = result
  const by = (outcome: Verdict['outcome']) => verdicts.filter(verdict => verdict.outcome === outcome).length
  const failed = by('fail')
  const broken = by('error') + Math.max(0, lab.checks - verdicts.length)
  const ends = endsOf(result)
    .map(({ message }) => message)
    .join('; ')
  return block({
    message: ends || (finished ? undefined : 'this lab was not run to its end'),
    severity: broken > 0 || ended || !finished ? 'error' : 'fail',
    file: lab.file,
    failed,
    errors: broken,
    remedy: ended?.remedy,
    duration_ms: Math.round(ms),
  })
}

function block(content: object): string {
  const yaml = stringify(content, oneLineStrings)
  return `---\n${yaml}...`.replace(/^(?=.)/gm, '  ')
}

/** TAP is read line by line: a text that must be quoted stays in one. */
const oneLineStrings = {
  lineWidth: 0,
  keepUndefined: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
}

import type { Lab, Question } from '../lab/lab.ts'
import type { Cell } from './cell.ts'

/** Everything of a lab that the result of a cell depends on, as text: commands and checks, but no prose. */
export function cellKey({ lab, manner, round, typed }: Cell): string {
  const { files, needs, timeout } = lab
  const key = {
    manner,
    round,
    needs,
    ...(files && { files }),
    timeout,
    steps: stepsKey(lab),
    ...(typed && { typed: stepsKey(typed) }),
  }
  return JSON.stringify(key, withInfinity)
}

const stepsKey = ({ steps }: Lab) =>
  steps.map(({ id, as, in: place, run, timeout, expect, question }) => {
    const checks = expect.map(({ id, subject, facts, when, depends }) => ({
      id,
      subject,
      facts,
      when,
      depends,
    }))
    return { id, as, place, run, timeout, checks, ...(question && { question: asked(question) }) }
  })

const asked = ({ id, subject, fact, field, mistake }: Question) => ({ id, subject, fact, field, mistake })

/** JSON has no infinity, which stands for `max`. */
const withInfinity = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'infinity' : value)

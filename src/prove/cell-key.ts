import type { Question } from '../lab/lab.ts'
import type { Cell } from './cell.ts'

/** Everything of a lab that the result of a cell depends on, as text: commands and checks, but no prose. */
export function cellKey({ lab, manner, round }: Cell): string {
  const steps = lab.steps.map(({ id, as, in: place, run, timeout, expect, question }) => {
    const checks = expect.map(({ id, subject, facts, when, depends }) => ({
      id,
      subject,
      facts,
      when,
      depends,
    }))
    return { id, as, place, run, timeout, checks, ...(question && { question: asked(question) }) }
  })
  return JSON.stringify({ manner, round, needs: lab.needs, timeout: lab.timeout, steps }, withInfinity)
}

const asked = ({ id, subject, fact, field, mistake }: Question) => ({ id, subject, fact, field, mistake })

/** JSON has no infinity, which stands for `max`. */
const withInfinity = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'infinity' : value)

import type { Cell } from './cell.ts'

/** What the result of a cell depends on of its lab, as text: all that is done and asked, none of what is only told to a reader. */
export function cellKey({ lab, manner, round }: Cell): string {
  const steps = lab.steps.map(({ id, as, in: place, run, timeout, expect }) => {
    const checks = expect.map(({ id, subject, facts, when, depends }) => ({
      id,
      subject,
      facts,
      when,
      depends,
    }))
    return { id, as, place, run, timeout, checks }
  })
  return JSON.stringify({ manner, round, needs: lab.needs, timeout: lab.timeout, steps }, withInfinity)
}

/** A limit of `max` is a number that JSON does not have. */
const withInfinity = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'infinity' : value)

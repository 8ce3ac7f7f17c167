import type { Submission, SubmittedLine } from '../submission/submission.ts'

/** Reads an attempt file or a plain script. */
export function readSubmission(text: string, _file: string): { submission: Submission } | { why: string } {
  if (text.trimStart().startsWith('{')) {
    try {
      return { submission: JSON.parse(text) as Submission }
    } catch (error) {
      return { why: `it is not JSON (${(error as Error).message})` }
    }
  }
  const steps: { id: string; lines: SubmittedLine[] }[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const found = /^#: *(\S+)(?: @(\d+))?$/.exec(line)
    if (found) steps.push({ id: found[1] ?? '', lines: [] })
    else if (line.trim() && !line.startsWith('#')) steps.at(-1)?.lines.push({ text: line, at: index + 1 })
  }
  return { submission: { steps } }
}

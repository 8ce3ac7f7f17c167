/** The text of an attempt file: lines by the ID of their step. `@2 ` before a line names a terminal other than the first. */
export const attemptText = (lab: string, steps: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify({
    unboxed: { 'attempt-file': 1 },
    ...{ lab, digest: '0f3c5d9a1b2e4c68', seed: 'monday', startedAt: '2026-01-31T12:00:00Z' },
    steps: Object.entries(steps).map(([id, lines]) => ({ id, lines: lines.map(lineOf) })),
    seen: {},
  })

function lineOf(line: string, at: number) {
  const [, number = '1', text = line] = /^@(\d) (.*)$/.exec(line) ?? []
  return { terminal: Number(number), text, at }
}

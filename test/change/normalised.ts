/** PIDs differ from run to run: each becomes a letter, in the order in which they are told. */
export function normalised(lines: readonly string[]): string[] {
  const letters = new Map<string, string>()
  const letter = (pid: string) => {
    if (!letters.has(pid)) letters.set(pid, String.fromCharCode(65 + letters.size))
    return letters.get(pid) as string
  }
  return lines.map(line =>
    line
      .replace(/(?<=\/proc\/|nsenter -t |by |of |process )\d+/g, letter)
      .replace(/(?<=processes )[\d, ]+\d/g, pids => pids.replace(/\d+/g, letter)),
  )
}

// A fresh machine has other PIDs: where a number stands for a process that a name was bound to, the name is kept. `${box.pid}` is
// that PID. A learner's own `${box.pid}` has one more dollar sign in what is handed in.

const reference = /(?<!\$)(\$+)\{([a-zA-Z_][\w-]*)\.pid\}/g

/** The names of the processes whose PIDs a line needs. */
export function pidNamesIn(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([, dollars, name = '']) => (dollars === '$' ? [name] : []))
}

/** The line as it is typed into a machine in which these processes are running; a name without a process stays what it is. */
export function withPids(text: string, pids: ReadonlyMap<string, number>): string {
  return text.replace(reference, (whole, dollars: string, name: string) =>
    dollars === '$' ? String(pids.get(name) ?? whole) : whole.slice(1),
  )
}

/** Lower numbers mean too many other things: options, counts, signals. */
const leastPid = 100

/** A number as a word of its own: not a part of a name, of a fraction, of a date or of `$123`. */
const number = /(?<![\w.$}]|\w-)[1-9]\d*(?!\w|\.\d)/

const typed = new RegExp(`${reference.source}|${number.source}`, 'g')

/** The line as it is handed in, by the name of each PID at the time it was typed. */
export function withNames(text: string, names: ReadonlyMap<number, string>): string {
  return text.replace(typed, (whole, dollars?: string) => {
    if (dollars !== undefined) return `$${whole}`
    const name = Number(whole) >= leastPid ? names.get(Number(whole)) : undefined
    return name === undefined ? whole : `\${${name}.pid}`
  })
}

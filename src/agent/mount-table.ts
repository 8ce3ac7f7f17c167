import { readFileSync } from 'node:fs'

/** Lines of the agent's own mount table: proc_pid_mountinfo(5). */
export function mountLines(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean)
}

/** What makes two lines the same mount: ids are used again, and the propagation of a mount may change. */
export function mountKey(line: string): string {
  return line.split(' ').slice(0, 5).join(' ')
}

/** Where it is mounted; blanks and such are written in octal. */
export function mountPoint(line: string): string {
  return (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  )
}

/** The namespace that a bind mount keeps alive, such as `net:[4026532001]`. */
export function mountedNamespace(line: string): string | undefined {
  const [, , , root = ''] = line.split(' ')
  return line.includes(' - nsfs ') ? root : undefined
}

import type { NamespaceOption } from '../kernel/namespace.ts'

/**
 * How a command changes a subject of the machine. Run in a namespace of its own, the command leaves the machine as it is;
 * run outside, it does not.
 */
export interface OutsideEffect {
  /** The namespace that keeps the change inside. */
  readonly namespace: NamespaceOption
  /** The only fact that changes. Default: any. */
  readonly fact?: string
  /** The kind of command. */
  readonly command: RegExp
  /** One of these stands in the command. Default: any command of the kind changes the subject. */
  readonly names?: readonly string[]
  /** Whether the commands so far make it another subject inside, where a namespace alone does not. */
  readonly isCovered?: (before: string) => boolean
}

/** Commands that change a file or directory. */
export const writesFile =
  />|\b(?:tee|dd|sed\s+-i|touch|mkdir|rmdir|rm|ln|cp|mv|mknod|mkfifo|install|chmod|chown|truncate)\s/

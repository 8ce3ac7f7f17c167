import { limitNames } from '../../kernel/cgroup-file.ts'

/** A command of a script that writes to a file of a cgroup: `echo 20 > PATH`, `echo 20 | sudo tee PATH`. */
export interface CgroupWrite {
  /** The text that is written. */
  readonly value: string
  /** The directory of the cgroup, as the script names it. */
  readonly group: string
  /** The name of the file. */
  readonly file: string
  /** The same command with another value or in another group. */
  with(other: { readonly value?: string; readonly group?: string }): string
}

/** Reads a command that writes to a cgroup; undefined for any other command. */
export function cgroupWrite(command: string): CgroupWrite | undefined {
  const [whole, before, quote = '', value = '', between, group = '', file = ''] = pattern.exec(command) ?? []
  if (whole === undefined) return undefined
  const rest = command.slice(whole.length)
  return {
    value,
    group,
    file,
    with: other =>
      `${before}${quote}${other.value ?? value}${quote}${between}${other.group ?? group}/${file}${rest}`,
  }
}

/** The cgroup's path below `${cgroup}`, as a check names it; undefined where the script names its directory in another way. */
export const groupOf = (directory: string): string | undefined =>
  /^"?\$\{cgroup\}\/([\w./-]+)"?$/.exec(directory)?.[1]

/** The same, if the file is a limit. */
export function limitWrite(command: string): CgroupWrite | undefined {
  const write = cgroupWrite(command)
  return write && limitNames.includes(write.file) ? write : undefined
}

const pattern =
  /^(\s*echo\s+)(["']?)([^"'|>\n]*?)\2(\s*(?:>|\|\s*(?:sudo\s+)?tee)\s*)(\S+)\/([a-z]+(?:\.\w+)+)(?=\s|$)/

import * as z from 'zod'

// Single values that subjects and other parts of a lab file have in common. The error of each says what it must be:
// `KEY must be …; found …`.

/** A cgroup below `${cgroup}`: plain names joined by slashes. */
export const cgroupPath = textLike(
  /^(?!\.{1,2}(\/|$))[\w@:+-][\w.@:+-]*(\/(?!\.{1,2}(\/|$))[\w@:+-][\w.@:+-]*)*$/,
  'a cgroup below `${cgroup}`, such as `mygroup` or `mygroup/child`: no `/` in front, no `..`',
)

/** A path from the root, without `..`. */
export const absolutePath = textLike(
  /^\/(?!(.*\/)?\.\.(\/|$))[^\0]*$/,
  'a path that begins with `/` and has no `..`',
)

/** One of a closed set of words. */
export function word<const W extends readonly [string, ...string[]]>(words: W) {
  return z.enum(words, { error: `one of ${words.join(', ')}` })
}

/** Text that matches a pattern; `expected` completes `KEY must be …`. */
export function textLike(pattern: RegExp, expected: string) {
  return z
    .string({ error: expected })
    .meta({ pattern: orVariable(pattern.source.replace(/^\^|\$$/g, '')) })
    .refine(value => pattern.test(value), { error: expected })
}

/** The pattern for editors, which must also accept a variable: it may stand for any value. */
export function orVariable(pattern: string): string {
  return `^(${pattern})$|\\$\\{`
}

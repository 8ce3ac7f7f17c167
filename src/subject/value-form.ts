/**
 * How an author writes a single value, as data: one of a closed set of words, or text that matches a pattern. `expected`
 * completes `KEY must be …`.
 */
export type ValueForm<V = unknown> =
  | { readonly words: readonly V[] }
  | { readonly pattern: RegExp; readonly expected: string }

/** A cgroup below `${cgroup}`: plain names joined by slashes. */
export const cgroupPathForm = {
  pattern: /^(?!\.{1,2}(\/|$))[\w@:+-][\w.@:+-]*(\/(?!\.{1,2}(\/|$))[\w@:+-][\w.@:+-]*)*$/,
  expected: 'a cgroup below `${cgroup}`, such as `mygroup` or `mygroup/child`: no `/` in front, no `..`',
} satisfies ValueForm

/** A path from the root, without `..`. */
export const absolutePathForm = {
  pattern: /^\/(?!(.*\/)?\.\.(\/|$))[^\0]*$/,
  expected: 'a path that begins with `/` and has no `..`',
} satisfies ValueForm

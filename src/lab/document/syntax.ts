import type { ErrorCode } from 'yaml'

/** What YAML's own complaints mean for somebody who writes a lab. Codes that are not here keep the parser's words. */
export const syntaxMessages: Partial<Record<ErrorCode, { what: string; remedy?: string }>> = {
  TAB_AS_INDENT: { what: 'a tab cannot indent', remedy: 'use spaces' },
  BAD_INDENT: {
    what: 'this line is not indented like its neighbours',
    remedy: 'the keys of a map, and the dashes of a list, stand in one column',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'this looks like a key inside of a value',
    remedy: 'text that contains `: ` must be quoted',
  },
  BLOCK_IN_FLOW: { what: "inside `{ }` or `[ ]` everything is written in one line's style" },
  MULTILINE_IMPLICIT_KEY: {
    what: 'a key must stand in one line, with a colon after it',
    remedy: 'is a `:` missing, or a quote?',
  },
  BAD_ALIAS: { what: 'an alias needs a name', remedy: 'text that begins with `*` or `&` must be quoted' },
  BAD_SCALAR_START: {
    what: 'text cannot begin with this character',
    remedy: 'text that begins with `@` or a backquote must be quoted',
  },
  BAD_DQ_ESCAPE: {
    what: 'unknown escape after `\\`',
    remedy: 'write `\\\\` for a backslash, or use single quotes',
  },
  RESOURCE_EXHAUSTION: { what: 'nested too deeply' },
}

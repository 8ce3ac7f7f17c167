/** What to write where an exact text was not found, but something close to it was; undefined where nothing is close. */
export function textHint(text: string, expected: string): string | undefined {
  if (expected.trim() === '') return undefined
  if (text.trim() === expected.trim()) return 'they differ only in white space at the beginning or the end'
  return text.includes(expected)
    ? `the text must match as a whole; to look for a part of it, write ${asItem(expected)}`
    : undefined
}

/** What to write where a pattern fails only because `^` and `$` mean the whole text, not each line. */
export function patternHint(
  text: string,
  { source, flags }: { readonly source: string; readonly flags: string },
): string | undefined {
  if (flags.includes('m') || !new RegExp(source, `${flags}m`).test(text)) return undefined
  return `to match a single line with \`^\` and \`$\`, write \`/${source}/${flags}m\``
}

/** As an item of a YAML list. */
function asItem(text: string): string {
  const isPlain = /^[\w./][\w./ -]*[\w./]$/.test(text) && !/^(true|false|null|[\d.]+)$/i.test(text)
  const item = isPlain ? text : text.includes("'") ? JSON.stringify(text) : `'${text}'`
  return text.includes('\n') ? 'it as an item of a list' : `\`[${item}]\``
}

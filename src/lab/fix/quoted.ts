/** A text as YAML in quotes, so that it is read back as it is: in double ones unless that needs escapes. */
export function quoted(text: string): string {
  if (!/["\\]/.test(text) && !/[^\P{C}]/u.test(text)) return `"${text}"`
  return /[^\P{C}]/u.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`
}

/** One record of RFC 4180, with its line break. */
export const csvLine = (fields: readonly (string | number)[]): string => `${fields.map(field).join(',')}\r\n`

function field(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = isFormula.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet executes a cell that begins so, whoever wrote it; some take the wide forms of these characters, too. */
const isFormula = /^\s*[=+\-@＝＋－＠]/

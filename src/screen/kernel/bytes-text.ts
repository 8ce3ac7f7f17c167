const units = ['', 'K', 'M', 'G', 'T', 'P']

/** Bytes with at most one digit behind the point, as `ls -h` prints them: `2.1M`. */
export function bytesText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const amount = bytes / 1024 ** power
  const rounded = amount < 10 && power > 0 ? Math.round(amount * 10) / 10 : Math.round(amount)
  return `${rounded}${units[power]}`
}

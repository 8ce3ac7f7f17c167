/** Every kind of character that a terminal interprets or that misleads a reader. */
export const poison =
  '\u0000\u0007\b\u001b[2J\u001b]0;title\u0007\u001b[31m\u007f\u0085\u009b31m\u009d0;x\u009c\u200b\u200e\u200f\u061c\u202a\u202e\u2066\u2069\u2028\u2029\ufeff\u00ad\u{e0041}\ud800\r'

/** A value with poison in every text at one of these keys, at any depth. */
export function spoiled<T>(value: T, keys: RegExp): T {
  const spoil = (value: unknown, isOurs: boolean): unknown => {
    if (typeof value === 'string') return isOurs ? `${value.slice(0, 3)}${poison}${value.slice(3)}` : value
    if (Array.isArray(value)) return value.map(item => spoil(item, isOurs))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, spoil(inner, isOurs || keys.test(key))]),
    )
  }
  return spoil(value, false) as T
}

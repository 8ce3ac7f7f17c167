/** An IPv4 or IPv6 address as people write it (RFC 5952), from its bytes in hexadecimal digits. */
export function ipText(hexadecimal: string): string {
  if (hexadecimal.length === 8) return numbersIn(hexadecimal, 2).join('.')
  const text = numbersIn(hexadecimal, 4)
    .map(group => group.toString(16))
    .join(':')
  const [zeros] = [...text.matchAll(/\b0(:0)+\b/g)].sort(([one], [other]) => other.length - one.length)
  if (!zeros) return text
  const before = text.slice(0, zeros.index).replace(/:$/, '')
  const after = text.slice(zeros.index + zeros[0].length).replace(/^:/, '')
  return `${before}::${after}`
}

const numbersIn = (text: string, digits: number): number[] =>
  Array.from({ length: text.length / digits }, (_, index) =>
    Number.parseInt(text.slice(index * digits, (index + 1) * digits), 16),
  )

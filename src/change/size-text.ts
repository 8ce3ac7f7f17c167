/** Bytes as in a lab, in the largest unit that leaves a whole number: `67108864` → `64MiB`; other texts as they are. */
export function sizeText(bytes: string): string {
  if (!/^[1-9]\d*$/.test(bytes)) return bytes
  const unit = units.findLast(({ size }) => Number(bytes) % size === 0)
  return unit ? `${Number(bytes) / unit.size}${unit.name}` : bytes
}

const units = ['KiB', 'MiB', 'GiB', 'TiB'].map((name, index) => ({ name, size: 1024 ** (index + 1) }))

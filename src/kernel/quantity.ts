/** Bytes of a size written `512MiB`, `64M` (1024², as the kernel reads it) or `4096`; undefined when it is none. */
export function readSize(text: string): number | undefined {
  const bytes = read(text, sizeUnits)
  return bytes !== undefined && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Milliseconds of a duration written `20ms`, `1.5s`, `100us`, `2min` or `1h`; undefined when it is none, also without a unit. */
export function readDuration(text: string): number | undefined {
  return read(text, durationUnits)
}

/** The fraction of a share written `20%`; undefined when it is none. */
export function readShare(text: string): number | undefined {
  const percent = read(text, { '%': 1 })
  return percent === undefined ? undefined : exact(percent / 100)
}

const sizeUnits = {
  '': 1,
  B: 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

const durationUnits = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

function read(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([a-zA-Z%]*)$/.exec(text.trim()) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  return number === undefined || factor === undefined ? undefined : exact(Number(number) * factor)
}

/** Without the noise that binary fractions leave: 0.1 × 3 is 0.3. */
function exact(number: number): number {
  return Number(number.toPrecision(15))
}

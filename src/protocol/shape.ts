/** Validates a value: returns the path of the first invalid part, such as `steps[2].exit`, or undefined if it is valid. */
export type Shape = (value: unknown, at: string) => string | undefined

/** A shape for each field of a type, so that a new field does not compile until it is validated. */
export type Fields<T> = { readonly [K in keyof T]-?: Shape }

export const holding =
  (isRight: (value: unknown) => boolean): Shape =>
  (value, at) =>
    isRight(value) ? undefined : at

export const text = holding(value => typeof value === 'string')
/** JSON can contain numbers that overflow to infinity. */
export const number = holding(value => Number.isFinite(value))
export const whole = holding(value => Number.isSafeInteger(value) && Number(value) >= 0)
/** A positive integer. */
export const count = holding(value => Number.isSafeInteger(value) && Number(value) > 0)
export const flag = holding(value => typeof value === 'boolean')
export const yes = holding(value => value === true)
export const nothing = holding(value => value === null)
export const oneOf = (...words: readonly string[]) => holding(value => words.includes(value as string))

export const optional =
  (shape: Shape): Shape =>
  (value, at) =>
    value === undefined ? undefined : shape(value, at)

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, at) =>
    shapes.some(shape => shape(value, at) === undefined) ? undefined : at

/** A list, of the given length if there is one. */
export const list =
  (item: Shape, length?: number): Shape =>
  (value, at) =>
    Array.isArray(value) && (length === undefined || value.length === length)
      ? firstOf(value.entries(), index => [item, `${at}[${index}]`])
      : at

/** A list of at most so many items. */
export const atMost =
  (most: number, shape: Shape): Shape =>
  (value, at) =>
    Array.isArray(value) && value.length > most ? at : shape(value, at)

export const dictionary =
  (item: Shape): Shape =>
  (value, at) =>
    isObject(value) ? firstOf(Object.entries(value), key => [item, below(at, key)]) : at

/** Permits other fields, since a later version may add some. */
export const record =
  <T>(fields: Fields<T>): Shape =>
  (value, at) =>
    isObject(value)
      ? firstOf(
          Object.keys(fields).map(key => [key, value[key]]),
          key => [fields[key as keyof T], below(at, key)],
        )
      : at

/** Permits no other fields. */
export const exactly = <T>(fields: Fields<T>): Shape => {
  const known = record(fields)
  return (value, at) => {
    const extra = isObject(value) && Object.keys(value).find(key => !Object.hasOwn(fields, key))
    return typeof extra === 'string' ? below(at, extra) : known(value, at)
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const below = (at: string, key: string) => (at === '' ? key : `${at}.${key}`)

function firstOf<K>(
  entries: Iterable<readonly [K, unknown]>,
  shapeOf: (key: K) => readonly [Shape, at: string],
): string | undefined {
  for (const [key, value] of entries) {
    const [shape, at] = shapeOf(key)
    const wrong = shape(value, at)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

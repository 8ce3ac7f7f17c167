import type { Value, ValueType } from '../kernel/fact.ts'
import { quantityOf, typeWords } from '../lab/check/type-words.ts'
import { readQuantity } from '../lab/shape/quantity.ts'

/** An answer as a value of the type that was asked for. Numbers are written as in a lab: `64MiB`, `20%`, `max`. */
export function readAnswer(
  text: string,
  type: ValueType,
): Exclude<Value, object> | { readonly wrong: string } {
  const given = text.trim()
  const wrong = { wrong: `${given} is not ${typeWords(type)}` }
  const kind = quantityOf(type)
  if (kind && given === 'max') return Number.POSITIVE_INFINITY
  if (kind) {
    const amount = readQuantity(kind, given)
    return typeof amount === 'number' ? amount : wrong
  }
  if (type.type === 'flag') return flags[given] ?? wrong
  return given
}

const flags: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false }

/** More than the kernel rounds. */
const more = ({ type }: ValueType) => (type === 'size' ? 2 ** 20 : 1)

/** A value as an answer that is read back as the same value. */
export function writeAnswer(value: Value, type: ValueType): string {
  if (value === Number.POSITIVE_INFINITY) return 'max'
  if (type.type === 'duration') return `${value}ms`
  if (type.type === 'share') return `${Number(value) * 100}%`
  return String(value)
}

/** An answer of the same type that is wrong. */
export function wrongAnswer(value: Value, type: ValueType): string {
  if (typeof value === 'number') return writeAnswer(Number.isFinite(value) ? value + more(type) : 1, type)
  if (typeof value === 'boolean') return String(!value)
  if (type.type === 'word') return type.words.find(word => word !== value) ?? `${value}-`
  return `${value}-`
}

import { isRecord, type Value } from '../kernel/fact.ts'

/** Equality of kernel values: lists in their order, records by field; NaN equals nothing. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  if (isRecord(a) && isRecord(b)) return sameRecord(a, b)
  return a === b
}

function sameRecord(a: { readonly [key: string]: Value }, b: { readonly [key: string]: Value }): boolean {
  const fields = Object.keys(a)
  return (
    fields.length === Object.keys(b).length &&
    fields.every(field => Object.hasOwn(b, field) && sameValue(a[field], b[field]))
  )
}

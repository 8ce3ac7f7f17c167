import { fieldType, isRecord, type Value, type ValueType } from '../kernel/fact.ts'

/** A value as far as a fact has it, or undefined if it is none of that fact: what is kept as evidence may have been changed. */
export function fitValue(value: Value, type: ValueType): Value | undefined {
  switch (type.type) {
    case 'count':
    case 'size':
    case 'duration':
    case 'share':
      return typeof value === 'number' ? value : undefined
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
    case 'text':
    case 'word':
    case 'namespace':
      return typeof value === 'string' ? value : undefined
    case 'list':
      return Array.isArray(value) ? whole(value.map(item => fitValue(item, type.of))) : undefined
    case 'record':
    case 'map':
      return isRecord(value) ? fitFields(value, type) : undefined
  }
}

/** Without the fields that are unknown. */
function fitFields(record: { readonly [key: string]: Value }, type: ValueType): Value | undefined {
  const fields = Object.entries(record).flatMap(([field, value]) => {
    const known = fieldType(type, field)
    return known ? [[field, fitValue(value, known)] as const] : []
  })
  const values = whole(fields.map(([, value]) => value))
  return values && Object.fromEntries(fields.map(([field], index) => [field, values[index] as Value]))
}

function whole(values: readonly (Value | undefined)[]): readonly Value[] | undefined {
  const known = values.flatMap(value => (value === undefined ? [] : [value]))
  return known.length === values.length ? known : undefined
}

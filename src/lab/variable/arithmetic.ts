import { quantityKind } from '../shape/quantity.ts'
import { forms } from './variable.ts'

/** What may stand behind a variable: `/ 2`, `* 3 + 1`. A hyphen right behind a name belongs to the name. */
export const arithmeticForm = '(?: *[+*/] *\\d+| +- *\\d+)*'

/** Why something cannot be calculated, and what may be meant instead. */
export interface Incalculable {
  readonly because: string
  readonly write?: string
}

/** The whole number that comes of a value and the operations behind it; multiplication and division come first. */
export function calculate(
  value: string,
  operations: string,
  reference: { readonly name: string; readonly form: string | undefined },
): string | Incalculable {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return notNumber(value, operations, reference)
  const result = resultOf(Number(value), operations)
  if (Number.isSafeInteger(result)) return String(result)
  return {
    because: Number.isFinite(result)
      ? `the result would be ${result}, which is not a whole number`
      : 'nothing can be divided by 0',
  }
}

function resultOf(first: number, operations: string): number {
  const terms = [first]
  for (const [, operator = '', digits = ''] of operations.matchAll(/([-+*/]) *(\d+)/g)) {
    const number = Number(digits)
    const term = terms.at(-1) ?? 0
    if (operator === '*') terms[terms.length - 1] = term * number
    else if (operator === '/') terms[terms.length - 1] = term / number
    else terms.push(operator === '-' ? -number : number)
  }
  return terms.reduce((sum, term) => sum + term, 0)
}

function notNumber(
  value: string,
  operations: string,
  { name, form }: Parameters<typeof calculate>[2],
): Incalculable {
  const kind = quantityKind(value)
  const because = `\`${value}\` is not a number without a unit`
  const fitting = Object.entries(forms).find(([, { of }]) => of === kind)
  return form === undefined && fitting
    ? { because, write: `\${${name}.${fitting[0]}${operations}}` }
    : { because }
}

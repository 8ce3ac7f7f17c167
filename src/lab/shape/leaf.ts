import * as z from 'zod'
import { absolutePathForm, cgroupPathForm, type ValueForm } from '../../subject/value-form.ts'
import { namePattern, nameWords } from './name.ts'
import type { QuantityKind } from './quantity.ts'
import { quantities, quantityPattern, readQuantity } from './quantity.ts'

// The single values that lab files are made of. The error of each says what it must be: `KEY must be …; found …`.

/** Text that says something. */
export const text = z.string({ error: 'text' }).min(1, { error: 'text that says something' })

/** A name of a step, a process or a check. */
export const name = z.string({ error: nameWords }).regex(namePattern, { error: nameWords })

export const texts = z
  .array(text, { error: 'a list of texts' })
  .min(1, { error: 'a list with something in it' })

/** Where a lab may put a file: not among those that the kernel makes. */
export const materialPath = textLike({
  pattern: /^(?!\/(?:proc|sys|dev)(?:\/|$))(?:\/(?!\.{1,2}(?:\/|$))[\w.@:+,=~-]+)+$/,
  expected: 'the absolute path of a file, outside of /proc, /sys and /dev, without spaces',
})

/** Permissions of a file, as chmod(1) takes them. */
export const mode = z
  .string({ error: 'text of three or four octal digits, such as `"0755"`' })
  .regex(/^[0-7]{3,4}$/, { error: 'three or four octal digits in quotes, such as `"0755"`' })

export const cgroupPath = textLike(cgroupPathForm)

export const absolutePath = textLike(absolutePathForm)

/** What sethostname(2) takes, in the letters that RFC 1123 allows. */
export const hostname = textLike({
  pattern: /^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/,
  expected: 'a host name of at most 64 letters, digits and hyphens',
})

/** (uid_t) -1 means none. */
const mostUid = 2 ** 32 - 2

const uidError = {
  error: ({ input }: { input?: unknown }) =>
    Number(input) > mostUid ? `a user id, at most ${mostUid}` : 'a user id, such as `1000`',
}

/** A user ID, as a number or as the text that a variable leaves. */
export const uid = z.union(
  [
    z.int(uidError).min(0, uidError).max(mostUid, uidError),
    z
      .string(uidError)
      .meta({ pattern: '\\$\\{' })
      .refine(text => /^\d+$/.test(text) && Number(text) <= mostUid, uidError),
  ],
  uidError,
)

/** As many as one keeps apart. */
export const terminal = wholeUpTo(8)

/** Two hours: a lab that takes longer is several. */
export const minutes = wholeUpTo(120)

export const points = z.number({ error: 'a number' }).positive({ error: 'a number greater than 0' })

/** A duration as an author writes it; milliseconds for the runner. */
export const duration = quantity('duration', ms => ms > 0, 'longer than nothing')

function wholeUpTo(most: number) {
  const error = `a whole number from 1 to ${most}`
  return z.int({ error }).min(1, { error }).max(most, { error })
}

/** One of a closed set of words. */
export function word<const W extends readonly [string, ...string[]]>(words: W) {
  return z.enum(words, { error: `one of ${words.join(', ')}` })
}

/** The schema of a value that stands behind the key of a subject, made once for each form. */
export function valueSchema(form: ValueForm): z.ZodType {
  const schema = made.get(form) ?? ('words' in form ? word(form.words as [string]) : textLike(form))
  made.set(form, schema)
  return schema
}

const made = new WeakMap<ValueForm, z.ZodType>()

function textLike({ pattern, expected }: Extract<ValueForm, { pattern: RegExp }>) {
  return z
    .string({ error: expected })
    .meta({ pattern: orVariable(pattern.source.replace(/^\^|\$$/g, '')) })
    .refine(value => pattern.test(value), { error: expected })
}

/** The pattern for editors, which must also accept a variable: it may stand for any value. */
export function orVariable(pattern: string): string {
  return `^(${pattern})$|\\$\\{`
}

function quantity(kind: QuantityKind, allowed: (value: number) => boolean, also: string) {
  const { expected } = quantities[kind]
  return z
    .unknown()
    .meta({ type: 'string', pattern: orVariable(quantityPattern(kind)) })
    .transform((written, context) => {
      const value = ['string', 'number'].includes(typeof written)
        ? readQuantity(kind, String(written))
        : { expected }
      if (typeof value === 'number' && allowed(value)) return value
      const error = typeof value === 'number' ? `${expected}, ${also}` : expected
      context.addIssue({
        code: 'custom',
        message: error,
        ...(typeof value === 'number' ? {} : { params: value }),
      })
      return z.NEVER
    })
}

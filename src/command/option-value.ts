import { InvalidArgumentError } from 'commander'
import { escaped } from '../evidence/attempt-id.ts'
import { wrongInWord } from '../submission/check-text.ts'
import { wordReasons } from '../submission/message.ts'

/** Reads the value of an option; throws what it must be, to follow the name of the option in a sentence. */
export type ReadValue<T> = (text: string) => T

/** Bytes that a seed may take in the name of an evidence file, which has 255. */
const longestSeed = 120

/** A seed stands in headings, names and scripts: nothing in it may begin a line or turn one around. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

export const seed: ReadValue<string> = text => {
  if (unprintable.test(text))
    throw new InvalidArgumentError('must have no line breaks and no control characters')
  const { length } = new TextEncoder().encode(escaped(text))
  if (length <= longestSeed) return text
  throw new InvalidArgumentError(`takes ${length} bytes in file names, and may take ${longestSeed}`)
}

/** A learner's name, as an attempt file may have it. */
export const learner: ReadValue<string> = text => {
  const why = wrongInWord(text)
  if (why === undefined) return text
  throw new InvalidArgumentError(wordReasons[why])
}

/** The name of an archive, by whose ending `unboxed replay` knows it. */
export const archive: ReadValue<string> = text => {
  if (/[^/]\.(tar\.gz|tgz)$/.test(text)) return text
  throw new InvalidArgumentError('must end in .tar.gz or .tgz')
}

export const wholeNumber: ReadValue<number> = text => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1 to 999999')
  return Number(text)
}

export const oneOf =
  (names: readonly string[]): ReadValue<string> =>
  text => {
    if (!names.includes(text)) throw new InvalidArgumentError(`must be one of ${names.join(', ')}`)
    return text
  }

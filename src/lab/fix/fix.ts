import { type LabMessage, wording } from '../message.ts'

/** A change to the text of a lab file that may mend a problem. */
export interface Fix {
  /** In the order of the file; they don't overlap. */
  readonly edits: readonly Edit[]
  /** What is wrong if this is what mends it; absent where the problem says so itself. */
  readonly cause?: LabMessage
  /** Where that is; absent where it is the problem's own place. */
  readonly at?: readonly [number, number]
  /** False where the problem's own words already name the change, as `did you mean` does. */
  readonly shown?: boolean
}

/** Text to put in place of a part of the file; offsets count from 0. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export function applyFix(text: string, { edits }: Fix): string {
  return edits
    .toReversed()
    .reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text)
}

/** Replaces one part of the file. */
export const replacing = (start: number, end: number, text: string): Fix => ({
  edits: [{ start, end, text }],
})

/** A problem's words once a fix is known to mend it. */
export function wordsWith(
  own: { readonly message: string; readonly remedy?: string },
  fix: Fix,
  text: string,
): { readonly message: string; readonly remedy?: string } {
  const words = fix.cause ? wording(fix.cause) : own
  const line = fix.shown === false ? undefined : fixedLine(text, fix)
  const remedy = [words.remedy, line && `write \`${line}\``].filter(Boolean).join('\n')
  return remedy === '' ? { message: words.message } : { message: words.message, remedy }
}

/** The line as it should be, or of a long one what is new; nothing where several lines change. */
function fixedLine(text: string, fix: Fix): string | undefined {
  const [first, last] = [fix.edits[0], fix.edits.at(-1)]
  if (
    !first ||
    !last ||
    /\n/.test(text.slice(first.start, last.end) + fix.edits.map(({ text }) => text).join(''))
  )
    return undefined
  const start = text.lastIndexOf('\n', first.start - 1) + 1
  const end = text.indexOf('\n', last.end)
  const fixed = applyFix(text.slice(0, end === -1 ? undefined : end), fix)
    .slice(start)
    .trim()
    .replace(/^- (?=[\w.-]+:)/, '')
  if (fixed.length <= longestLine) return fixed
  return fix.edits.length === 1 && first.text.trim() !== '' && first.text.length <= longestLine
    ? first.text
    : undefined
}

const longestLine = 76

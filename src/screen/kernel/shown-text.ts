import { printable } from '../../printable.ts'
import { oneLine } from '../../report/wording.ts'

/** Text of the guest on one line, with nothing in it that a terminal obeys. */
export const shownText = (text: string): string => oneLine(printable(text))

import { printable } from '../printable.ts'
import type { RecordState, StaleReason } from '../prove/record.ts'
import { pad } from './format/pretty/page.ts'
import { type Paint, paintFor } from './paint.ts'

/** A lab, and whether the record of its proof holds. */
export type RecordedLab = RecordState & { readonly id: string }

/** What is known of the records of some labs. */
export interface RecordedLabs {
  /** The kernel that labs would run on; undefined where that is not known. */
  readonly kernel: string | undefined
  readonly labs: readonly RecordedLab[]
  /** Files. */
  readonly ofNoLab: readonly string[]
}

/** A line for each lab, and a summary. */
export function recordLines(
  { kernel, labs, ofNoLab }: RecordedLabs,
  { colour }: { colour: boolean },
): string[] {
  const paint = paintFor(colour)
  const width = Math.max(0, ...labs.map(({ id }) => id.length))
  const current = labs.filter(({ state }) => state === 'current').length
  return [
    ...labs.map(lab => ` ${marks[lab.state](paint)} ${pad(printable(lab.id), width)}  ${stateWords(lab)}`),
    ...ofNoLab.map(file => ` ${paint.red('✗')} ${printable(file)}  is the record of no lab: remove it`),
    '',
    `${current} of ${labs.length} ${labs.length === 1 ? 'lab has' : 'labs have'} a proof that holds.` +
      (kernel === undefined ? ' Kernels were not compared: there is no image of the VM yet.' : ''),
    ...(current < labs.length ? ['To prove the others and record it: unboxed prove --record LAB'] : []),
  ].map(line => `${line}\n`)
}

const marks: Readonly<Record<RecordState['state'], (paint: Paint) => string>> = {
  current: paint => paint.green('✓'),
  stale: paint => paint.yellow('~'),
  missing: paint => paint.red('✗'),
}

function stateWords(lab: RecordedLab): string {
  if (lab.state === 'stale') return printable(`stale: ${lab.why.map(reasonWords).join('; ')}`)
  return lab.state === 'missing' ? 'no proof is recorded' : 'current'
}

function reasonWords(why: StaleReason): string {
  switch (why.reason) {
    case 'unreadable':
      return 'the file is no record of a proof'
    case 'other-lab':
      return `it is the record of ${why.recorded}`
    case 'kernel':
      return `proven on Linux ${why.recorded}, and labs run on ${why.now} now`
    case 'rules':
      return `proven by rules ${why.recorded} of proofs, which are ${why.now} now`
    default:
      return `${partWords[why.reason]} ${why.parts.length} of ${why.of} parts: ${some(why.parts)}`
  }
}

const partWords = { changed: 'changed', new: 'new', gone: 'no longer among' } as const

/** As many names as a line can take. */
const some = (names: readonly string[]) =>
  names.length > most ? `${names.slice(0, most).join(', ')}, …` : names.join(', ')

const most = 4

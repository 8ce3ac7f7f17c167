import { lineEnd } from '../../linux/wrapper.ts'
import type { LabFile } from '../document/lab-file.ts'
import type { Where } from '../document/where.ts'

/** Complains of a line that keeps running under a name, where it is undecidable which of its processes is meant. */
export function checkMeant(file: LabFile, where: Where, { as, run }: { as: string; run: string }): void {
  const end = lineEnd(['sh', '-c', run])
  if ('because' in end)
    file.complain(where, end.because === 'pipeline' ? 'named-pipeline' : 'named-background', { as })
}

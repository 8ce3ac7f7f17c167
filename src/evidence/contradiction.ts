import { attemptId, evidenceFileName, isEvidenceFileName } from './attempt-id.ts'
import type { Kept } from './codec.ts'

/** Why a lab, an attempt and the name of their file do not belong together; undefined where they do. */
export function contradictionIn(
  { lab, evidence }: Kept<{ readonly id: string; readonly seed: string }>,
  fileName: string,
): string | undefined {
  const { id, ...head } = evidence.attempt
  const named = isEvidenceFileName(fileName) && fileName !== evidenceFileName(id)
  const rows = [
    [lab.id !== head.lab, `its lab is ${lab.id}, and its attempt was made at ${head.lab}`],
    [lab.seed !== head.seed, `its lab has the seed ${lab.seed}, and its attempt ${head.seed}`],
    [attemptId(head) !== id, `its attempt is called ${id}, and should be called ${attemptId(head)}`],
    [named, `its name is that of another attempt than the one in it, ${id}`],
  ] as const
  return rows.find(([isSo]) => isSo)?.[1]
}

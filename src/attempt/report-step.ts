import type { StepEvidence } from '../evidence/evidence.ts'
import type { Gap } from '../evidence/reading.ts'
import type { Emit } from './event.ts'

/** Reports what was done in a step, and what it printed, from its evidence. */
export function reportActions(
  { id: step, operations, output }: Pick<StepEvidence, 'id' | 'operations' | 'output'>,
  { attempt, emit }: { attempt: string; emit: Emit },
): void {
  for (const { said, ...operation } of operations) {
    emit({ type: 'operation', attempt, step, ...operation })
    if (said) emit({ type: 'output', attempt, step, stream: 'stdout', text: said })
  }
  for (const stream of ['stdout', 'stderr'] as const)
    for (const piece of pieces(output[stream], output.cut?.[stream]))
      emit({ type: 'output', attempt, step, stream, ...piece })
}

/** Reports how a step ended, and what was read at its end. */
export function reportEnd(
  { id: step, ended, exit, startedAt, endedAt, samples }: StepEvidence,
  { attempt, emit }: { attempt: string; emit: Emit },
): void {
  emit({
    type: 'step-end',
    attempt,
    step,
    ms: endedAt - startedAt,
    ...(exit ? { exit } : {}),
    ...(ended ? { ended } : {}),
  })
  for (const sample of samples.filter(({ moment }) => moment === 'end'))
    emit({ type: 'sample', attempt, step, sample })
}

/** The pieces of a text, before and after the gap. */
function pieces(text: string, cut: Gap | undefined): { text: string; dropped?: number }[] {
  if (!cut) return text === '' ? [] : [{ text }]
  return [{ text: text.slice(0, cut.at) }, { text: text.slice(cut.at), dropped: cut.bytes }]
}

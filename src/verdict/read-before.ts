import type { Reason } from '../evidence/reason.ts'
import type { Value } from '../kernel/fact.ts'
import { definitionOf, subjectWords } from '../subject/subject.ts'
import type { Texts } from './evidence-of.ts'
import { findSubject } from './presence.ts'
import { readFact } from './read-fact.ts'
import { reason } from './reason.ts'
import type { SampledFact } from './refusal.ts'

/** A fact as it was earlier; of what did not exist then, only who has seen that. */
export type ReadBefore = ({ readonly value: Value } & Texts) | NotThere | { readonly reason: Reason }

type NotThere = Pick<Texts, 'seen'>

/** Reads the same fact of the same subject from the sample that was taken before the step, or at the end of an earlier one. */
export function readBefore(sampled: SampledFact, step?: string): ReadBefore {
  const { fact, subject, binding: own, samples, machine, name } = sampled
  const what = `${name} of ${subjectWords(subject)}`
  const moment = step === undefined ? 'before the step' : `at the end of step ${step}`
  const begun = samples.find(
    sample => sample.moment === (step === undefined ? 'before' : 'earlier') && sample.step === step,
  )
  if (!begun) return { reason: reason('not-observed', { moment }) }
  const presence = findSubject(subject, begun, { exits: {}, machine })
  if (presence.is === 'unknown') return presence
  if (presence.is === 'absent') return { seen: presence.seen }
  const { binding } = presence
  if (binding.pid !== own.pid) return { reason: reason('replaced', { what, moment }) }
  const reading = readFact(fact, binding, begun, subject)
  switch (reading.is) {
    case 'known':
      if (reading.others.length > 0) return { reason: reason('unsettled', { what: `${what}, ${moment},` }) }
      return {
        value: reading.value,
        seen: reading.seen,
        ...(reading.fields && { fields: reading.fields }),
        binding,
        texts: reading.texts.map(text => ({ ...text, source: `${text.source}, ${moment}` })),
      }
    case 'refused':
      return isAbsence(reading.reading.errno, sampled)
        ? { seen: reading.seen }
        : { reason: reason('refused', reading.reading) }
    case 'unread':
      return { reason: reason('unread', { what }) }
    case 'contradicted':
    case 'unsettled':
      return { reason: reason('unsettled', { what: `${what}, ${moment},` }) }
    case 'unreadable':
      return {
        reason: reason('unreadable', {
          source: reading.texts.map(({ source }) => source).join(', '),
          message: reading.message,
        }),
      }
  }
}

/** A file that is not there yet, such as one of a controller that the step enables. */
const isAbsence = (errno: string, { subject }: SampledFact) =>
  errno === 'ENOENT' || (definitionOf(subject).presence?.gone.includes(errno) ?? false)

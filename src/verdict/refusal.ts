import type { Binding } from '../evidence/binding.ts'
import type { Exit, MachineRecord, Sample } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Fact } from '../kernel/fact.ts'
import { explain } from '../kernel/refusal/explain.ts'
import type { Failure } from '../kernel/refusal/failure.ts'
import type { Explanation, Surroundings } from '../kernel/refusal/refusal.ts'
import { bindSource, fillNames, sourceName } from '../kernel/source.ts'
import { definitionOf, type Subject, subjectWords } from '../subject/subject.ts'
import { endWords } from './end-words.ts'
import { type FactReading, findReading } from './read-fact.ts'
import { reason } from './reason.ts'

/** A fact of a subject in one sample, with all that can explain why it has no value. */
export interface SampledFact {
  readonly name: string
  readonly fact: Fact
  readonly subject: Subject
  readonly binding: Binding
  readonly sample: Sample
  /** All of the step, among them those from before it. */
  readonly samples: readonly Sample[]
  readonly machine: MachineRecord
  readonly exits: Readonly<Record<string, Exit>>
}

/** Why a fact has no value: a wrong answer, something this machine cannot show, or an error. */
export type NoValue = { readonly fail: string } | { readonly reason: Reason }

/** Why a fact has no value of a subject that is there, where the kernel refused to read a source of it. */
export function judgeRefused(
  sampled: SampledFact,
  { reading, shown }: Extract<FactReading, { is: 'refused' }>,
): NoValue {
  const { subject, fact, exits } = sampled
  const { errno } = reading
  const ended = endWords(subject, exits)
  if (ended && (errno === 'ENOENT' || errno === 'ESRCH')) return { fail: ended }
  const explanation = explainReading(failureOf(fact, reading, sampled), sampled)
  return explanation ? noValue(explanation) : { reason: reason('refused', { ...reading, source: shown }) }
}

/** What the machine lacks, where that is why a source of a fact could not be read. */
export function lackingMachine(
  fact: Fact,
  reading: Refused,
  sampled: Omit<SampledFact, 'name' | 'fact' | 'begun' | 'samples' | 'exits'>,
): Reason | undefined {
  const explanation = explainReading(failureOf(fact, reading, sampled), sampled)
  const why = explanation && noValue(explanation)
  return why && 'reason' in why && why.reason.kind === 'unsupported' ? why.reason : undefined
}

/** What was read where it failed: a file, or what a program prints. */
function failureOf(
  { sources, since }: Fact,
  { source, errno, message }: Refused,
  { binding }: Pick<SampledFact, 'binding'>,
): Omit<Failure, 'kind' | 'subject'> {
  const refused = sources
    .flatMap(each => bindSource(each, binding) ?? [])
    .find(bound => sourceName(bound) === source)
  return {
    errno,
    path: source,
    ...(refused?.read === 'command' && { program: refused.argv[0] ?? '', message }),
    ...(since !== undefined && { since }),
  }
}

type Refused = Extract<FactReading, { is: 'refused' }>['reading']

/** A line of a cgroup file is missing for the same causes as a file; a missing field of anything else is a wrong answer. */
export function judgeMissingField(line: string, sampled: SampledFact): NoValue | undefined {
  const { subject, fact, binding } = sampled
  const { controllers } = definitionOf(subject)
  const [source] = fact.sources
  const file = source && bindSource(source, binding)
  if (!controllers || fact.value.type !== 'record' || !file) return undefined
  const explanation = explainReading({ errno: 'ENOENT', path: sourceName(file), line }, sampled)
  return explanation ? noValue(explanation) : { reason: reason('unread', { what: controllers }) }
}

function explainReading(
  failure: Omit<Failure, 'kind' | 'subject'>,
  { subject, binding, sample, machine }: Pick<SampledFact, 'subject' | 'binding' | 'sample' | 'machine'>,
): Explanation | undefined {
  const textOf = (path = '') => {
    const source = fillNames(path, binding)
    const reading = source === undefined ? undefined : findReading(sample, source)
    return reading && 'text' in reading ? reading.text : undefined
  }
  const controllers = textOf(definitionOf(subject).controllers)
  const status = textOf('/proc/{pid}/status')
  const links = textOf('ls /proc/{pid}/ns')
  const texts: Surroundings['texts'] = {
    ...(links !== undefined && { links }),
    ...(controllers !== undefined && { controllers }),
    ...(status !== undefined && { status }),
  }
  return explain({ ...failure, kind: 'read', subject: subjectWords(subject) }, { texts, machine })
}

function noValue({ code, due, what, remedy }: Explanation): NoValue {
  if (due === 'state') return { fail: what }
  const kind = due === 'machine' ? 'unsupported' : 'error'
  return { reason: { kind, code, message: what, ...(remedy !== undefined && { remedy }) } }
}

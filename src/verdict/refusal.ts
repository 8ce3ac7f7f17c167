import type { Binding } from '../evidence/binding.ts'
import type { Exit, MachineRecord, Reason, Sample } from '../evidence/evidence.ts'
import type { Fact } from '../kernel/fact.ts'
import { fillNames } from '../kernel/source.ts'
import { definitionOf, type Subject, subjectWords } from '../subject/subject.ts'
import { endWords } from './presence.ts'
import { findReading } from './read-fact.ts'
import { reason } from './reason.ts'

/** A source of a fact that the kernel refused, and all that may explain it. */
export interface Refusal extends Circumstances {
  readonly source: string
  readonly errno: string
  readonly message: string
}

export interface Circumstances {
  readonly name: string
  readonly fact: Fact
  readonly subject: Subject
  readonly binding: Binding
  readonly sample: Sample
  readonly machine: MachineRecord
  readonly exits: Readonly<Record<string, Exit>>
}

/** The true cause of a refusal: a wrong answer, something this machine cannot show, or an error. */
export type Cause = { readonly fail: string } | { readonly reason: Reason }

/** The subject is there, and what should be read of it is not: from the specific to the general. */
export function explainRefusal(refusal: Refusal): Cause {
  const { source, errno, subject, exits } = refusal
  const ended = endWords(subject, exits)
  if (ended && (errno === 'ENOENT' || errno === 'ESRCH')) return { fail: ended }
  if (errno === 'ESRCH' || errno === 'ENODEV')
    return { fail: `${subjectWords(subject)} went away while it was looked at` }
  if (errno === 'EOPNOTSUPP' || errno === 'ENOSYS')
    return { reason: reason('switched-off', { source, errno }) }
  if (isZombie(refusal)) return { fail: `${subjectWords(subject)} has ended: it is a zombie` }
  if (errno !== 'ENOENT') return { reason: reason('refused', refusal) }
  const { controllers } = definitionOf(subject)
  if (controllers) return explainMissing(lastPart(source), controllers, refusal)
  return notInThisKernel(lastPart(source), refusal)
}

/** A line of a cgroup file is missing for the same causes as a file is; of anything else it is a wrong answer. */
export function explainMissingField(field: string, circumstances: Circumstances): Cause | undefined {
  const { subject, fact, name } = circumstances
  const { controllers } = definitionOf(subject)
  if (!controllers || fact.value.type !== 'record') return undefined
  return explainMissing(`${field} in ${name}`, controllers, circumstances)
}

/** A file of a controller is missing where the controller is: in the machine, in this group, or in this kernel's controller. */
function explainMissing(what: string, controllers: string, circumstances: Circumstances): Cause {
  const { binding, sample, machine, subject } = circumstances
  const controller = controllerOf(circumstances)
  if (!controller) return notInThisKernel(what, circumstances)
  if (!machine.controllers.includes(controller))
    return { reason: reason('no-controller', { controller, machine: machine.controllers }) }
  const file = fillNames(controllers, binding) ?? controllers
  const enabled = findReading(sample, file)
  if (!enabled || !('text' in enabled)) return { reason: reason('unread', { what: file }) }
  const here = enabled.text.split(/\s+/).filter(Boolean)
  if (here.includes(controller)) return notInThisKernel(what, circumstances)
  const words = `the ${controller} controller is not enabled for ${subjectWords(subject)}`
  return {
    fail: `${words}: the group above does not list it in cgroup.subtree_control (${file}: ${here.join(' ') || 'empty'})`,
  }
}

/** `cpu.stat` is there without the cpu controller, but only some of its lines are. */
function controllerOf({ fact, name }: Circumstances): string | undefined {
  const [prefix = ''] = name.split('.')
  return fact.controller ?? (prefix === 'cgroup' ? undefined : prefix)
}

function notInThisKernel(file: string, { fact, machine }: Circumstances): Cause {
  return { reason: reason('not-in-this-kernel', { file, release: machine.release, since: fact.since }) }
}

const lastPart = (source: string) => source.split('/').at(-1) ?? source

/** A zombie's /proc directory is there, but what hung on its namespaces and memory is not. */
function isZombie({ binding, sample }: Circumstances): boolean {
  const status = binding.pid === undefined ? undefined : findReading(sample, `/proc/${binding.pid}/status`)
  return status !== undefined && 'text' in status && /^State:\s*[ZX]/m.test(status.text)
}

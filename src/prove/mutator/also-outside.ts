import type { Check, Lab, NamespaceWord, Step } from '../../lab/lab.ts'
import type { OutsideEffect } from '../../subject/outside-effect.ts'
import { definitionOf, subjectKey } from '../../subject/subject.ts'
import type { Change } from '../mutant.ts'
import { simpleCommands } from '../shell/commands.ts'
import { namespacesIn, wrappedCommands } from '../shell/namespace-option.ts'
import { bare } from './sibling-group.ts'

/**
 * Does a step's work on the machine as well, outside of the step's namespaces. Inside, everything is as it should be, so only a
 * check of the machine can notice. There is such a mutant where a later check of the machine is about something that the step
 * changes in a namespace of its own; any other command would make no difference outside, or the same one twice.
 */
export function alsoOutside(step: Step, lab: Lab): Change[] {
  const inside = insideOf(step, lab)
  const later = lab.steps.slice(lab.steps.findIndex(({ id }) => id === step.id))
  const effects = later
    .flatMap(({ expect }) => expect)
    .filter(({ given }) => given === undefined)
    .flatMap(check => effectsOn(check, inside).map(effect => ({ check, effect })))
  const done = inside.commands.filter(command => effects.some(({ effect }) => changes(command, effect)))
  const [first] = effects.filter(({ effect }) => done.some(command => changes(command, effect)))
  if (!first) return []
  const run = inside.commands.filter(command => done.includes(command) || isSetting(command)).join('\n')
  // A step that leaves a process running inside leaves one running outside, too, under a name of its own.
  const as = step.as === undefined ? {} : { as: `${step.as}-outside` }
  const outside = { ...bare(step), ...as, id: `${step.id}-outside`, in: { namespaces: [], limits: {} }, run }
  const how = `also runs \`${done.join('; ')}\` on the machine itself`
  return [{ word: 'also-outside', how, touches: touched(first.check), steps: [outside, step] }]
}

/** How a command inside would change what the check reads of the machine, if it ran outside. */
function effectsOn({ subject, facts }: Check, { namespaces, before }: Inside): OutsideEffect[] {
  const effects = definitionOf(subject).outsideEffects?.(subject) ?? []
  return effects.filter(
    ({ namespace, fact, isCovered }) =>
      namespaces.includes(namespace) &&
      (fact === undefined || Object.hasOwn(facts, fact)) &&
      (!isCovered || isCovered(before)),
  )
}

const changes = (command: string, { command: kind, names }: OutsideEffect) =>
  kind.test(command) && (!names || names.some(name => command.includes(name)))

/** Variables and directories that later commands use. */
const isSetting = (command: string) => /^\s*(?:export\s+)?(?:\w+=\S*\s*$|cd\s)/.test(command)

const touched = ({ subject, facts }: Check) => ({
  subject: subject.kind,
  fact: Object.keys(facts)[0] ?? '',
  key: subjectKey(subject),
})

interface Inside {
  readonly namespaces: readonly NamespaceWord[]
  readonly commands: readonly string[]
  /** Everything that ran inside until the end of the step. */
  readonly before: string
}

/** What a step does in namespaces of its own: in its place, in the shell it types into, or through unshare(1) and nsenter(1). */
function insideOf(step: Step, lab: Lab): Inside {
  const { shell } = step.in
  if (shell !== undefined) {
    const start = lab.steps.find(({ as }) => as === shell)
    const typed = lab.steps.slice(0, lab.steps.indexOf(step) + 1).filter(each => each.in.shell === shell)
    return {
      namespaces: start ? namespacesOf(start) : [],
      commands: simpleCommands(step.run),
      before: typed.map(({ run }) => run).join('\n'),
    }
  }
  const wrapped = wrappedCommands(step.run).flatMap(({ command }) => simpleCommands(scriptIn(command)))
  const own = step.in.namespaces.length > 0 ? simpleCommands(step.run) : []
  const named = step.in.hostname === undefined ? [] : [`hostname ${step.in.hostname}`]
  return {
    namespaces: namespacesOf(step),
    commands: [...named, ...(wrapped.length > 0 ? wrapped : own)],
    before: step.run,
  }
}

const namespacesOf = ({ in: { namespaces }, run }: Step) => [...namespaces, ...namespacesIn(run)]

/** What `sh -c '…'` is given, or the command itself up to the end of its list. */
function scriptIn(command: string): string {
  const [, single, double] = /^\S*sh\s+-\w*c\s+(?:'([^']*)'|"((?:[^"\\]|\\[\s\S])*)")/.exec(command) ?? []
  if (single !== undefined) return single
  if (double !== undefined) return double.replace(/\\([$`"\\])/g, '$1')
  return simpleCommands(command)[0] ?? ''
}

import type { NamespaceWord, Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'

/** Leaves out one namespace: from `in.namespaces`, or from the options of `unshare` in the text. What is not made is shared. */
export function sharedNamespace(step: Step): Change[] {
  const names = Object.keys(options) as NamespaceWord[]
  return names.flatMap(name => {
    const shared = [inPlace(step, name), inText(step, name)].find(changed => changed !== undefined)
    return shared
      ? [
          {
            word: `shared-${name}`,
            how: `makes no ${name} namespace`,
            touches: { subject: 'process', fact: 'namespaces' },
            steps: [shared],
          },
        ]
      : []
  })
}

function inPlace(step: Step, name: NamespaceWord): Step | undefined {
  const { namespaces } = step.in
  if (!namespaces.includes(name)) return undefined
  return { ...step, in: { ...step.in, namespaces: namespaces.filter(other => other !== name) } }
}

function inText(step: Step, name: NamespaceWord): Step | undefined {
  const run = step.run.replace(/\bunshare((?:\s+-\S+)+)/g, (_, given: string) => {
    const left = given.split(/(?=\s+-)/).map(option => without(option, name))
    return `unshare${left.join('')}`
  })
  return run === step.run ? undefined : { ...step, run }
}

/** An option with its blanks; of letters that stand together only the one goes. */
function without(option: string, name: NamespaceWord): string {
  const [, blank = '', text = ''] = /^(\s+)(.*)$/s.exec(option) ?? []
  const { long, short } = options[name]
  if (long.some(word => text === `--${word}` || text.startsWith(`--${word}=`))) return ''
  if (!/^-[A-Za-z]+$/.test(text)) return option
  const letters = [...text.slice(1)].filter(letter => !short.includes(letter)).join('')
  return letters === '' ? '' : `${blank}-${letters}`
}

/** The options of unshare(1) that make each namespace, those that only imply it among them. */
const options = {
  pid: { long: ['pid'], short: 'p' },
  mount: { long: ['mount', 'mount-proc'], short: 'm' },
  uts: { long: ['uts'], short: 'u' },
  ipc: { long: ['ipc'], short: 'i' },
  net: { long: ['net'], short: 'n' },
  user: {
    long: ['user', 'map-root-user', 'map-current-user', 'map-user', 'map-group', 'map-auto'],
    short: 'Urc',
  },
  cgroup: { long: ['cgroup'], short: 'C' },
  time: { long: ['time'], short: 'T' },
} satisfies Record<NamespaceWord, { long: readonly string[]; short: string }>

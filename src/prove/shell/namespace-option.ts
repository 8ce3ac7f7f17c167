import type { NamespaceWord } from '../../lab/lab.ts'

/** The options of unshare(1) that create each namespace, also by implication. */
export const unshareOptions = {
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

export const namespaceNames = Object.keys(unshareOptions) as NamespaceWord[]

/** A command that unshare(1) or nsenter(1) runs in other namespaces. */
export interface Wrapped {
  readonly program: 'unshare' | 'nsenter'
  readonly namespaces: readonly NamespaceWord[]
  /** The script without this wrapper; everything else stays as it is written. */
  readonly without: string
  /** The command behind the options. */
  readonly command: string
}

/** The wrapped commands of a script. A wrapper without a command starts a shell and is not among them. */
export function wrappedCommands(script: string): Wrapped[] {
  return [...script.matchAll(wrapper)].map(match => {
    const [whole, before = '', program, options = ''] = match
    const end = match.index + whole.length
    return {
      program: program as Wrapped['program'],
      namespaces: namespacesOf(program === 'nsenter', options),
      without: script.slice(0, match.index) + before + script.slice(end),
      command: script.slice(end),
    }
  })
}

/** The namespaces that a script creates or enters, wherever in its text. */
export function namespacesIn(script: string): NamespaceWord[] {
  const all = [...script.matchAll(anyWrapper)].flatMap(([, program, options = '']) =>
    namespacesOf(program === 'nsenter', options),
  )
  return namespaceNames.filter(name => all.includes(name))
}

const word = String.raw`(?:"[^"]*"|'[^']*'|\\.|[^\s;&|'"\\])+`
/** Options that take the next word as their value: unshare(1), nsenter(1). */
const valued =
  '-[A-Za-z]*[tRwSGN]|--(?:target|root|wd|wdns|setuid|setgid|propagation|setgroups|monotonic|boottime|net-socket|map-user|map-users|map-group|map-groups)'
const option = `(?:(?:${valued})\\s+${word}|-${word})`
const anyWrapper = new RegExp(String.raw`\b(unshare|nsenter)((?:\s+${option})+)`, 'g')
const wrapper = new RegExp(
  String.raw`(^\s*|[;&|({\n]\s*|\b(?:sudo|exec|then|do)\s+)(unshare|nsenter)((?:\s+${option})+)\s+(?=[^\s;&|-])`,
  'g',
)

function namespacesOf(isEntered: boolean, options: string): NamespaceWord[] {
  const words = options.trim().split(/\s+/)
  const letters = words.flatMap(text => (/^-[A-Za-z]+$/.test(text) ? [...text.slice(1)] : []))
  const long = words.flatMap(text => /^--([a-z-]+)/.exec(text)?.[1] ?? [])
  if (isEntered && (letters.includes('a') || long.includes('all'))) return namespaceNames
  return namespaceNames.filter(name => {
    const { long: names, short } = unshareOptions[name]
    // nsenter(1) has one option for each kind; its other letters mean something else.
    const known = isEntered ? { names: names.slice(0, 1), short: short.slice(0, 1) } : { names, short }
    return (
      known.names.some(each => long.includes(each)) || letters.some(letter => known.short.includes(letter))
    )
  })
}

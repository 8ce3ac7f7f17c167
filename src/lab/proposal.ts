import { parseMountinfo } from '../linux/mountinfo.ts'

/** A machine at one moment, as far as a lab may change it. */
export interface Scenery {
  /** Paths, and what their limit files hold, by name. */
  readonly cgroups: readonly { readonly path: string; readonly files: Readonly<Record<string, string>> }[]
  readonly processes: readonly {
    readonly pid: number
    readonly start: number
    readonly cgroup: string
    readonly namespaces: Readonly<Record<string, string>>
  }[]
  /** Lines of mountinfo. */
  readonly mounts: readonly string[]
  readonly links: readonly string[]
  readonly hostname: string
}

export interface Recorded {
  readonly commands: readonly string[]
  readonly before: Scenery
  readonly after: Scenery
  /** Where the labs' cgroups are. */
  readonly cgroup: string
  /** What editors complete keys from, as seen from the lab's file. */
  readonly schema: string
}

/** Writes a lab of what was done by hand: a check for everything that it changed, for the author to prune. */
export function proposeLab({ commands, before, after, cgroup, schema }: Recorded): string {
  const checks = [
    ...cgroupChecks(before, after, cgroup),
    ...mountChecks(before, after),
    ...linkChecks(before, after),
    ...hostChecks(before, after),
  ]
  return `# yaml-language-server: $schema=${schema}
#
# Recorded by hand. Prune it: keep the commands that make the point and the checks that could fail without it, split what
# is left into steps of one idea each, and say to the learner what each of them means.
title: What was done by hand
about: Why anyone should care, in two sentences.

steps:
  - id: shell
    text: A shell into which everything is typed.
    as: shell
    run: bash
    expect:
      - process: shell
        exists: true

  - id: by-hand
    text: What the learner reads before it.
    in: {shell: shell}
    run: |
${runText(commands, cgroup)}
    expect:
${(checks.length > 0 ? checks : ['exit: 0']).map(check => `      - ${check.replaceAll('\n', '\n        ')}`).join('\n')}
`
}

/** The first line decides how far a text is indented in YAML. */
function runText(commands: readonly string[], cgroup: string): string {
  const [first = 'true', ...others] = commands
  return [first.trimStart(), ...others].map(line => `      ${shellText(line, cgroup)}`.trimEnd()).join('\n')
}

/** Braces for the shell are written with one more dollar; where cgroups are only the machine knows. */
const shellText = (line: string, cgroup: string) =>
  line.replaceAll('${', () => '$${').replaceAll(`${cgroup}/`, () => '${cgroup}/')

function cgroupChecks(before: Scenery, after: Scenery, base: string): string[] {
  const known = new Set(before.cgroups.map(({ path }) => path))
  return after.cgroups
    .filter(({ path }) => !known.has(path))
    .flatMap(({ path, files }) => {
      const name = JSON.stringify(path.slice(base.length + 1))
      const limits = Object.entries(limitFiles).flatMap(([file, { unset, write }]) => {
        const text = files[file]?.trim()
        return text === undefined || text === unset ? [] : [`${file}: ${write(text)}`]
      })
      return [
        [`cgroup: ${name}`, ...(limits.length > 0 ? limits : ['exists: true'])].join('\n'),
        ...memberChecks(path, name, before, after),
      ]
    })
}

/** The files in which a limit may have been set: how the kernel spells that none was, and how a check writes one. */
export const limitFiles: Readonly<Record<string, { unset: string; write: (text: string) => string }>> = {
  'memory.max': { unset: 'max', write: text => text },
  'memory.high': { unset: 'max', write: text => text },
  'memory.swap.max': { unset: 'max', write: text => text },
  'memory.oom.group': { unset: '0', write: () => 'true' },
  'pids.max': { unset: 'max', write: text => text },
  'cpu.max': { unset: 'max 100000', write: quotaText },
  'cpu.weight': { unset: '100', write: text => text },
  'cgroup.freeze': { unset: '0', write: () => 'true' },
}

function quotaText(text: string): string {
  const [quota = '', period = ''] = text.split(' ')
  return `{quota: ${quota === 'max' ? quota : `${quota}us`}, period: ${period}us}`
}

/** The only process of a group can be named by it; its namespaces are its own where the machine's first process has others. */
function memberChecks(path: string, name: string, before: Scenery, after: Scenery): string[] {
  const [member, ...others] = after.processes.filter(({ cgroup }) => cgroup === path)
  const first = before.processes.find(({ pid }) => pid === 1)
  if (!member || others.length > 0 || !first) return []
  const own = Object.entries(member.namespaces).flatMap(([kind, link]) =>
    link === first.namespaces[kind] ? [] : [`${kind}: own`],
  )
  const fact = own.length > 0 ? `namespaces: {${own.join(', ')}}` : `cgroup: ${name}`
  return [`process: {cgroup: ${name}}\n${fact}`]
}

function mountChecks(before: Scenery, after: Scenery): string[] {
  const key = ({ id, target }: { id: number; target: string }) => `${id} ${target}`
  const known = new Set(parseMountinfo(before.mounts.join('\n')).map(key))
  return parseMountinfo(after.mounts.join('\n'))
    .filter(mount => !known.has(key(mount)))
    .map(({ target, type }) => `mount: ${JSON.stringify(target)}\ntype: ${JSON.stringify(type)}`)
}

function linkChecks(before: Scenery, after: Scenery): string[] {
  return after.links
    .filter(name => !before.links.includes(name))
    .map(name => `link: ${JSON.stringify(name)}\nexists: true`)
}

function hostChecks(before: Scenery, after: Scenery): string[] {
  return after.hostname === before.hostname ? [] : [`host:\n  hostname: ${JSON.stringify(after.hostname)}`]
}

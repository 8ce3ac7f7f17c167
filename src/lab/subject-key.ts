import type { Selector, Subject } from './lab.ts'

/** Names a subject the same way wherever it is spoken of: the key of its binding in a sample, and the words of its verdict. */
export function subjectKey(subject: Subject): string {
  return keys[subject.kind](subject as never)
}

/** The key of what `same-as` names: the machine itself or a process that a step named. */
export function comparedKey(name: string): string {
  return name === 'host' ? 'host' : `process ${name}`
}

const keys = {
  exit: ({ of }) => (of ? `exit of ${of}` : 'exit'),
  duration: () => 'duration',
  output: ({ stream }) => (stream === 'both' ? 'output' : stream),
  host: () => 'host',
  process: ({ select }) => selectorKey(select),
  cgroup: ({ path }) => `cgroup ${path}`,
  mount: ({ target, of }) => `mount ${target}${ofProcess(of)}`,
  file: ({ path, of }) => `file ${path}${ofProcess(of)}`,
  link: ({ name, of }) => `link ${name}${ofProcess(of)}`,
} satisfies { [K in Subject['kind']]: (subject: Extract<Subject, { kind: K }>) => string }

function selectorKey(select: Selector): string {
  if ('name' in select) return `process ${select.name}`
  if ('cgroup' in select) return `process in cgroup ${select.cgroup}`
  return `process child of ${select['child-of']}`
}

/** A named process is just its name here: `mount /proc of box`. */
function ofProcess(of: Selector | undefined): string {
  if (!of) return ''
  return ` of ${'name' in of ? of.name : selectorKey(of)}`
}

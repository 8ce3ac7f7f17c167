import type { Binding } from '../evidence/binding.ts'
import type { BoundSource } from '../protocol/message.ts'
import type { Inside, Source } from './fact.ts'

/** Fills the names of a source in; undefined when the binding lacks one of them. */
export function bindSource(source: Source, binding: Binding): BoundSource | undefined {
  const fill = (text: string) => fillNames(text, binding)
  const inside = 'inside' in source && source.inside ? bindInside(source.inside, fill) : undefined
  if (inside === null) return undefined
  const place = inside ? { inside } : {}
  if (source.read === 'command') {
    const argv = source.argv.map(fill)
    return argv.every(word => word !== undefined) ? { read: 'command', argv, ...place } : undefined
  }
  const path = fill(source.path)
  if (path === undefined) return undefined
  return source.read === 'file' ? { read: 'file', path, ...place } : { read: source.read, path }
}

/** What a person would type to see the same; names a reading in evidence. A plain file is its path. */
export function sourceName(source: BoundSource): string {
  const words = shellWords[source.read](source)
  const inside = 'inside' in source ? source.inside : undefined
  if (!inside || inside.pid === 'self') return source.read === 'file' ? source.path : words
  return `nsenter --target ${inside.pid} ${inside.namespaces.map(name => `--${name}`).join(' ')} ${words}`
}

const shellWords = {
  file: source => `cat ${'path' in source ? source.path : ''}`,
  link: source => `readlink ${'path' in source ? source.path : ''}`,
  list: source => `ls ${'path' in source ? source.path : ''}`,
  stat: source => `stat ${'path' in source ? source.path : ''}`,
  xattrs: source => `getfattr ${'path' in source ? source.path : ''}`,
  statfs: source => `stat -f ${'path' in source ? source.path : ''}`,
  namespace: source => `lsns ${'path' in source ? source.path : ''}`,
  'namespace-creator': source => `ioctl NS_GET_OWNER_UID ${'path' in source ? source.path : ''}`,
  command: source => ('argv' in source ? source.argv.join(' ') : ''),
} satisfies Record<BoundSource['read'], (source: BoundSource) => string>

function bindInside(inside: Inside, fill: (text: string) => string | undefined) {
  const pid = fill(inside.pid)
  return pid === undefined ? null : { pid, namespaces: inside.namespaces }
}

/** Fills names into a text such as `{cgroup}/memory.max`; undefined when the binding lacks one of them. */
export function fillNames(text: string, binding: Binding): string | undefined {
  let complete = true
  const filled = text.replace(/\{(pid|cgroup|path|name)\}/g, (_, name: keyof Binding) => {
    const value = binding[name]
    if (value === undefined) complete = false
    return String(value)
  })
  return complete ? filled : undefined
}

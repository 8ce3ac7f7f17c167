import type { Fact } from './fact.ts'
import { namespaceNames, parseNamespaceLink } from './namespace.ts'

/** The eight namespaces a process is in, by their names in /proc/PID/ns. */
export const namespacesFact: Fact = {
  value: {
    type: 'record',
    fields: Object.fromEntries(namespaceNames.map(name => [name, { type: 'namespace' }])),
  },
  sources: namespaceNames.map(name => ({ read: 'link', path: `/proc/{pid}/ns/${name}` })),
  parse: texts =>
    Object.fromEntries(
      namespaceNames.map((name, index) => [name, parseNamespaceLink(texts[index] ?? '', name)]),
    ),
  means: 'The namespaces it is in: two processes with the same number share that namespace.',
  manual: 'namespaces(7)',
}

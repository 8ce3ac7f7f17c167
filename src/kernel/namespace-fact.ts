import type { Fact } from './fact.ts'
import { namespaceNames, parseNamespaceLink } from './namespace.ts'
import { ofProcess } from './outside-fact.ts'
import { partsFact } from './parts-fact.ts'

const { part: _, ...whole } = partsFact(
  Object.fromEntries(
    namespaceNames.map(name => [
      name,
      {
        value: { type: 'namespace' },
        source: { read: 'link', path: `/proc/{pid}/ns/${name}` },
        parse: text => parseNamespaceLink(text, name),
      },
    ]),
  ),
  {
    means: 'The namespaces it is in: two processes with the same number share that namespace.',
    manual: 'namespaces(7)',
  },
)

/** The eight namespaces a process is in, by their names in /proc/PID/ns. All or none: some links of a zombie can still be read. */
export const namespacesFact: Fact = {
  ...whole,
  // A process that ends gives up some of them first.
  outside: ofProcess('namespaces', ({ namespaces }) =>
    namespaceNames.every(name => namespaces[name] !== undefined) ? { ...namespaces } : undefined,
  ),
}

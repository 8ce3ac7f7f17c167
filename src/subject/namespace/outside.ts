import type { Binding } from '../../evidence/binding.ts'
import type { Value } from '../../evidence/value.ts'
import { isNamespaceName, type NamespaceName } from '../../kernel/namespace.ts'
import { type OutsideFact, ofProcess } from '../../kernel/outside-fact.ts'
import type { OutsideView } from '../../outside/outside.ts'

/** What a walk through the machine's memory shows of the namespace of a kind; of one that only a file keeps, nothing. */
export const outside = {
  kind: ofNamespace('kind', kind => kind),
  identity: ofNamespace('identity', (kind, link) => ({ [kind]: link })),
  members: ofNamespace(
    'members',
    (kind, link, { processes }) => processes.filter(({ namespaces }) => namespaces[kind] === link).length,
    { varies: true, ofAll: true },
  ),
}

function ofNamespace(
  name: string,
  pick: (kind: NamespaceName, link: string, walk: OutsideView) => Value,
  nature: Pick<OutsideFact, 'varies' | 'ofAll'> = {},
): OutsideFact {
  return {
    ...ofProcess(name, ({ namespaces }, bound, walk) => {
      const kind = kindOf(bound)
      const link = kind && namespaces[kind]
      return kind && link ? pick(kind, link, walk) : undefined
    }),
    source: `namespace {name} of process {pid}: ${name}`,
    ...nature,
  }
}

/** A subject is named by its kind, or by the file that keeps it. */
const kindOf = ({ name = '' }: Binding) => (isNamespaceName(name) ? name : undefined)

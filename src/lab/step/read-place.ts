import type { Node } from 'yaml'
import { isMap, isSeq } from 'yaml'
import type { Entry } from '../document/node.ts'
import { describe, isNothing, textOf } from '../document/node.ts'
import { instead, onlyItem } from '../fix/candidate.ts'
import type { Fix } from '../fix/fix.ts'
import type { Place } from '../lab.ts'
import type { Fields } from '../shape/read-fields.ts'
import { readFields } from '../shape/read-fields.ts'
import { namespaceWords, placeShape } from '../shape/shape.ts'
import { readLimits, readSwap } from './read-limits.ts'
import type { Scope } from './scope.ts'

type PlaceFields = Fields<typeof placeShape.shape>

/** Where a step happens, from `in`. */
export function readPlace(scope: Scope, entry: Entry | undefined): Place {
  if (!entry || isNothing(entry.value)) return nowhere
  const { file } = scope
  if (!isMap(entry.value)) {
    const expected = 'a map, such as `{namespaces: [pid, mount]}`'
    const fixes = [...onlyItem(file, entry.value), ...asPlace(entry.value)]
    file.complain(
      entry.value,
      'wrong-value',
      { key: 'in', expected, found: describe(entry.value) },
      { fixes },
    )
    return nowhere
  }
  const fields = readFields(file, entry.value, { of: '`in`', shape: placeShape.shape })
  if (!fields) return nowhere
  checkTogether(scope, fields)
  const { namespaces = [], cgroup, root, user, hostname, shell } = fields.values
  return {
    namespaces,
    limits: {
      ...readLimits(file, fields.entries.get('limits')),
      ...readSwap(file, fields.entries.get('swap')),
    },
    ...(cgroup !== undefined && { cgroup }),
    ...(root !== undefined && { root }),
    ...(user !== undefined && { user: Number(user) }),
    ...(hostname !== undefined && { hostname }),
    ...(shell !== undefined && { shell }),
  }
}

/** A bare word is most likely a namespace, a shell or a cgroup; a list one of namespaces. */
function asPlace(node: Node): Fix[] {
  if (isSeq(node))
    return instead(node, [`{namespaces: [${node.items.map(item => textOf(item as Node)).join(', ')}]}`])
  const text = textOf(node)
  if (text !== undefined && (namespaceWords as readonly string[]).includes(text))
    return instead(node, [`{namespaces: [${text}]}`])
  return text === undefined ? [] : instead(node, [`{shell: ${text}}`, `{cgroup: ${text}}`])
}

const nowhere: Place = { namespaces: [], limits: {} }

/** What can only be said beside something else, or beside nothing else. */
function checkTogether(scope: Scope, { entries, values }: PlaceFields): void {
  const { file } = scope
  const shell = entries.get('shell')
  if (shell) {
    if (values.shell !== undefined && shell.value) scope.checkEarlierProcess(values.shell, shell.value)
    for (const { name, key } of entries.values())
      if (name !== 'shell' && Object.hasOwn(placeShape.shape, name))
        file.complain(key, 'shell-alone', { key: name })
    return
  }
  for (const name of ['limits', 'swap']) {
    const entry = entries.get(name)
    if (entry && !entries.has('cgroup')) file.complain(entry.key, 'limits-without-cgroup', { key: name })
  }
  checkNamespaces(scope, { entries, values })
}

function checkNamespaces(
  { file }: Scope,
  { entries, values }: Pick<PlaceFields, 'entries' | 'values'>,
): void {
  const { namespaces } = values
  const hostname = entries.get('hostname')
  const known = namespaces !== undefined || !entries.has('namespaces')
  if (hostname && known && !namespaces?.includes('uts'))
    file.complain(hostname.key, 'hostname-without-uts', {})
  const twice = namespaces?.find((name, index) => namespaces.indexOf(name) < index)
  const entry = entries.get('namespaces')
  if (twice && entry?.value) file.complain(entry.value, 'duplicate-item', { key: 'namespaces', item: twice })
}

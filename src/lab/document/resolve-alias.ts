import type { Alias, Document, Node } from 'yaml'
import { isAlias, visit } from 'yaml'
import type { LabFile } from './lab-file.ts'

/** Puts what aliases stand for in their place, unless that could grow without bound; says whether it did. */
export function resolveAliases(document: Document.Parsed, file: LabFile): boolean {
  const aliases = aliasesIn(document)
  const before = file.count
  const extra = aliases[mostAliases]
  if (extra) file.complain(extra.alias, 'too-many-aliases', { most: mostAliases })
  const nested = aliases.find(({ inside }) => inside)
  if (nested) file.complain(nested.alias, 'nested-alias', { name: nested.alias.source })
  if (file.count > before) return false
  for (const { alias } of aliases)
    if (!alias.resolve(document)) file.complain(alias, 'unknown-alias', { name: alias.source })
  visit(document, { Alias: (_, alias) => alias.resolve(document) })
  return file.count === before
}

/** Aliases in a file, none inside an anchor: what they stand for can be no longer than this many files. */
const mostAliases = 16

function aliasesIn(document: Document.Parsed): { alias: Alias; inside: boolean }[] {
  const anchored = new Set<unknown>()
  const aliases: { alias: Alias; inside: boolean }[] = []
  visit(document, {
    Node: (_, node, path) => {
      if (isAlias(node)) aliases.push({ alias: node, inside: path.some(above => anchored.has(above)) })
      else if ((node as Node & { anchor?: string }).anchor) anchored.add(node)
    },
  })
  return aliases
}

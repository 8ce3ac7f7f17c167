import type { Document } from 'yaml'
import { visit } from 'yaml'
import { inQuotes } from '../fix/candidate.ts'
import type { LabFile } from './lab-file.ts'
import type { FoundAlias } from './survey.ts'

/** Puts what aliases stand for in their place, unless that could grow without bound; says whether it did. */
export function resolveAliases(
  document: Document.Parsed,
  aliases: readonly FoundAlias[],
  file: LabFile,
): boolean {
  if (aliases.length === 0) return true
  const before = file.count
  const extra = aliases[mostAliases]
  if (extra) file.complain(extra.alias, 'too-many-aliases', { most: mostAliases })
  const nested = aliases.find(({ nested }) => nested)
  if (nested) file.complain(nested.alias, 'nested-alias', { name: nested.alias.source })
  if (file.count > before) return false
  for (const { alias } of aliases)
    if (!alias.resolve(document))
      file.complain(alias, 'unknown-alias', { name: alias.source }, { fixes: inQuotes(file, alias) })
  visit(document, { Alias: (_, alias) => alias.resolve(document) })
  return file.count === before
}

/** Aliases in a file, none inside an anchor: what they stand for can be no longer than this many files. */
const mostAliases = 16

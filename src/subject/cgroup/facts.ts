import { cgroupFiles } from '../../kernel/cgroup-file.ts'
import type { Fact, ValueType } from '../../kernel/fact.ts'
import { lineOfElement, lineOfField, type Quote, wholeTexts } from '../../kernel/quote.ts'
import { withOutside } from '../../kernel/with-outside.ts'
import type { Presence } from '../presence.ts'
import { outside } from './outside.ts'
import { owners } from './owner.ts'

/** Every cgroup v2 directory has this file, and no other directory has. */
export const controllers = '{cgroup}/cgroup.controllers'

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [{ read: 'file', path: controllers }],
  ...(outside.exists && { outside: outside.exists }),
  gone: ['ENOENT', 'ENOTDIR', 'ENODEV'],
  parse: () => true,
  quote: wholeTexts,
  missing: 'there is no cgroup {cgroup}',
  means: 'Whether this cgroup is there: a directory of cgroupfs.',
  manual: 'cgroups(7)',
  facts: { exists: false },
}

/** memory.max and the like are kept in pages, rounded down; 4 KiB is the page of every machine a lab runs on today. */
const pageOfMemory = 4096

/** Keyed files have a line for each field, and lists of several lines one for each element. */
const quotes: Partial<Record<ValueType['type'], Quote>> = {
  record: lineOfField,
  map: lineOfField,
  list: lineOfElement,
}

/** The facts of a cgroup are its files, by their names. */
export const facts: Readonly<Record<string, Fact>> = withOutside(
  {
    exists: presence,
    ...Object.fromEntries(Object.entries(cgroupFiles).map(([name, file]) => [name, factOf(name, file)])),
    ...owners,
  } as Readonly<Record<string, Fact>>,
  outside,
)

function factOf(
  name: string,
  {
    format,
    means,
    since,
    controller,
    page = controller === 'memory' ? pageOfMemory : undefined,
    family,
  }: (typeof cgroupFiles)[string],
): Fact {
  return {
    value: format.value,
    sources: [{ read: 'file', path: `{cgroup}/${name}` }],
    parse: ([text = '']) => format.parse(text),
    quote: quotes[format.value.type] ?? wholeTexts,
    means,
    manual: `cgroup-v2: ${family?.name ?? name}`,
    ...(since !== undefined && { since }),
    ...(controller !== undefined && { controller }),
    ...(page !== undefined && { page }),
    ...(family !== undefined && { family }),
  }
}

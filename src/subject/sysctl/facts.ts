import type { Fact, Source } from '../../kernel/fact.ts'
import { wholeTexts } from '../../kernel/quote.ts'
import { parseNumber } from '../../kernel/single.ts'
import type { Presence } from '../presence.ts'

const manual = 'sysctl(8)'

/** Below /proc/sys every reader finds the parameters of its own namespaces. */
const source: Source = {
  read: 'file',
  path: '/proc/sys{path}',
  inside: { pid: '{pid}', namespaces: ['net', 'uts', 'ipc'] },
}

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [source],
  gone: ['ENOENT', 'ENOTDIR'],
  parse: () => true,
  quote: wholeTexts,
  missing: 'there is no kernel parameter {name}',
  means: 'Whether the kernel has this parameter now: some come with a module, or with a network link.',
  manual,
  facts: { exists: false },
}

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  number: {
    value: { type: 'count' },
    sources: [source],
    parse: ([text = '']) => parseNumber(text),
    quote: wholeTexts,
    means: 'Its value, where that is one number: 0 and 1 mostly stand for off and on.',
    manual,
  },
  text: {
    value: { type: 'text' },
    sources: [source],
    parse: ([text = '']) => text.replace(/\n$/, ''),
    quote: wholeTexts,
    means: 'Its value as text; several numbers are separated by tabs.',
    manual,
  },
}

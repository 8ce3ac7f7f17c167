import { linkText, parseAddresses } from '../../kernel/address.ts'
import { countProcesses, quoteProcesses } from '../../kernel/count.ts'
import type { Fact, ValueType } from '../../kernel/fact.ts'
import { ipcFact } from '../../kernel/ipc-fact.ts'
import { lineOfElement, lineOfField, type Quote, wholeTexts } from '../../kernel/quote.ts'
import { parseLine } from '../../kernel/single.ts'
import { parseOffsets } from '../../kernel/time-offset.ts'
import { parseMountinfo } from '../../linux/mountinfo.ts'
import { addressSource } from '../link/facts.ts'
import { fromLink, procFile } from './fact.ts'

const count: ValueType = { type: 'count' }
const text: ValueType = { type: 'text' }
const list: ValueType = { type: 'list', of: { type: 'text' } }

const quoteNames: Quote = ([text = '']) => [{ source: 0, text: linkText(text, undefined, []) }]

/** What a process sees of the machine: its namespaces decide it. */
export const view = {
  root: fromLink('root', 'Its root directory, seen from its own mount namespace.', 'proc_pid_root(5)'),
  cwd: fromLink('cwd', 'The directory it is in.', 'proc_pid_cwd(5)'),
  hostname: {
    value: text,
    sources: [
      { read: 'file', path: '/proc/sys/kernel/hostname', inside: { pid: '{pid}', namespaces: ['uts'] } },
    ],
    parse: ([text = '']) => parseLine(text),
    quote: wholeTexts,
    means: 'The host name that it sees.',
    manual: 'uts_namespaces(7)',
  },
  mounts: {
    value: list,
    sources: [procFile('mountinfo')],
    parse: ([text = '']) => parseMountinfo(text).map(({ target }) => target),
    quote: lineOfElement,
    means: 'The paths on which something is mounted, as it sees them.',
    manual: 'proc_pid_mountinfo(5)',
  },
  links: {
    value: list,
    sources: [addressSource],
    parse: ([text = '']) => parseAddresses(text).map(({ name }) => name),
    quote: quoteNames,
    means: 'The network links that it sees.',
    manual: 'network_namespaces(7)',
  },
  processes: {
    value: count,
    sources: [{ read: 'list', path: '/proc/{pid}/root/proc' }],
    parse: ([text = '']) => countProcesses(text),
    quote: quoteProcesses,
    means:
      'How many processes ps, run by it, would see: those of the PID namespace whose /proc is mounted there.',
    manual: 'pid_namespaces(7)',
  },
  ipc: ipcFact,
  time_offsets: {
    value: {
      type: 'record',
      fields: { monotonic: { type: 'duration', unit: 's' }, boottime: { type: 'duration', unit: 's' } },
    },
    sources: [procFile('timens_offsets')],
    parse: ([text = '']) => parseOffsets(text),
    quote: lineOfField,
    means: 'How far the monotonic and the boot-time clock of its time namespace are ahead of the machine.',
    manual: 'time_namespaces(7)',
    since: '5.6',
  },
} satisfies Record<string, Fact>

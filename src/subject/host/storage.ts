import { parseDisks } from '../../kernel/disk.ts'
import type { Fact, ValueType } from '../../kernel/fact.ts'
import { parseMeminfo } from '../../kernel/meminfo.ts'
import { lineOfField, lineThat } from '../../kernel/quote.ts'
import { parseSwaps } from '../../kernel/swap.ts'
import { fact, meminfo } from './fact.ts'

const count: ValueType = { type: 'count' }
const size: ValueType = { type: 'size' }
const number: ValueType = {
  type: 'text',
  form: { pattern: /^\d+:\d+$/, expected: 'MAJOR:MINOR, such as "254:0"' },
}

/** Where the machine can put what does not stay in memory. */
export const storage: Readonly<Record<string, Fact>> = {
  swap: fact(
    { type: 'record', fields: { total: size, free: size } },
    meminfo,
    text => ({ total: parseMeminfo(text, 'SwapTotal'), free: parseMeminfo(text, 'SwapFree') }),
    'How much swap it has, and how much of that nothing uses.',
    'proc_meminfo(5)',
    lineThat(
      (line, { field }) => line.toLowerCase().startsWith(`swap${field ?? ''}`) && !line.startsWith('SwapC'),
    ),
  ),
  swap_areas: fact(
    {
      type: 'map',
      of: {
        type: 'record',
        fields: { kind: { type: 'word', words: ['partition', 'file'] }, size, used: size, priority: count },
      },
      keys: { pattern: /^\//, expected: 'the path of a device or a file, such as `/dev/zram0`' },
    },
    { read: 'file', path: '/proc/swaps' },
    parseSwaps,
    'The devices and files it swaps to, by their paths; `partition` is any block device.',
    'proc_swaps(5)',
    lineOfField,
  ),
  disks: fact(
    { type: 'map', of: { type: 'record', fields: { number, size, read_only: { type: 'flag' } } } },
    { read: 'command', argv: ['lsblk', '-bdnro', 'NAME,MAJ:MIN,SIZE,RO'] },
    parseDisks,
    'Its block devices that are not parts of others, by name; `number` is the MAJOR:MINOR that io.max takes.',
    'lsblk(8)',
    lineOfField,
  ),
}

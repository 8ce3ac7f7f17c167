import type { Fact } from '../../kernel/fact.ts'
import { parseWords } from '../../kernel/list.ts'
import { lineOfElement, lineOfSpan } from '../../kernel/quote.ts'
import { parseLine } from '../../kernel/single.ts'
import { fact } from './fact.ts'

/** What its kernel consists of, and what it says. */
export const kernel: Readonly<Record<string, Fact>> = {
  kernel_log: {
    ...fact(
      { type: 'text' },
      { read: 'command', argv: ['dmesg'] },
      text => text,
      'What the kernel has logged since the step began, each line with its seconds since the start of the kernel.',
      'dmesg(1)',
      lineOfSpan,
    ),
    isLog: true,
  },
  modules: fact(
    { type: 'list', of: { type: 'text' } },
    { read: 'file', path: '/proc/modules' },
    text => text.split('\n').flatMap(line => /^\S+/.exec(line)?.[0] ?? []),
    'The kernel modules that are loaded; what is built into the kernel is none.',
    'proc_modules(5)',
    lineOfElement,
  ),
  security_modules: fact(
    { type: 'list', of: { type: 'text' } },
    { read: 'file', path: '/sys/kernel/security/lsm' },
    text => parseWords(parseLine(text).replaceAll(',', ' ')),
    'The security modules that are active, in the order in which they are asked.',
    'kernel: admin-guide/LSM',
  ),
}

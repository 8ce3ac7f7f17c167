import type { Fact, ValueType } from '../../kernel/fact.ts'
import { lineOfDescriptor, openFilesSource, parseOpenFiles } from '../../kernel/open-file.ts'
import { lineThat, type Quote, wholeTexts } from '../../kernel/quote.ts'
import { parseResourceLimits, resourceLimitName, resourceLimitsType } from '../../kernel/resource-limit.ts'
import { parseNumber } from '../../kernel/single.ts'
import { states } from '../../kernel/status.ts'
import { fromLink, fromStatus, procFile } from './fact.ts'

const count: ValueType = { type: 'count' }
const text: ValueType = { type: 'text' }
/** TASK_COMM_LEN, without the byte that ends it. */
const name: ValueType = { type: 'text', most: 15 }

/** Words end in NUL, for each of which the value has a space: a place in the one is a place in the other. */
const quoteSpan: Quote = ([text = ''], { spans = [] }) => {
  const [first] = spans
  return [{ source: 0, text: text.replaceAll('\0', ' ').trimEnd(), ...(first && { at: first.from }) }]
}

const quoteVariable: Quote = ([text = ''], { field }) => {
  const variables = text.split('\0').filter(Boolean)
  const named = variables.filter(variable => splitVariable(variable)[0] === field)
  return [{ source: 0, text: (named.length > 0 ? named : variables).join('\n') }]
}

/** What a process runs, and how it does. */
export const program = {
  name: fromStatus('Name', name, ({ name }) => name, 'The name of its program, cut to 15 characters.'),
  command: {
    value: text,
    sources: [procFile('cmdline')],
    parse: ([text = '']) => text.replace(/\0+$/, '').replaceAll('\0', ' '),
    quote: quoteSpan,
    means: 'The command line it was started with; empty for a zombie and a kernel thread.',
    manual: 'proc_pid_cmdline(5)',
  },
  executable: fromLink(
    'exe',
    'The program file it runs, as seen from its own root directory.',
    'proc_pid_exe(5)',
  ),
  environment: {
    value: { type: 'map', of: text },
    sources: [procFile('environ')],
    parse: ([text = '']) => Object.fromEntries(text.split('\0').filter(Boolean).map(splitVariable)),
    quote: quoteVariable,
    means: 'The environment variables it was started with.',
    manual: 'proc_pid_environ(5)',
  },
  state: fromStatus(
    'State',
    { type: 'word', words: states },
    ({ state }) => state,
    'What it is doing; a process that its cgroup has frozen still says sleeping.',
  ),
  threads: fromStatus('Threads', count, ({ threads }) => threads, 'How many threads it has.'),
  memory: fromStatus(
    'VmRSS',
    { type: 'size' },
    ({ resident = 0 }) => resident,
    'How much of its memory is really in memory; what it shares with others counts for each of them.',
  ),
  open_files: {
    value: { type: 'map', of: text, keys: { pattern: /^\d+$/, expected: 'a file descriptor, such as 0' } },
    sources: [openFilesSource],
    parse: ([text = '']) => parseOpenFiles(text),
    quote: lineOfDescriptor,
    means:
      'Its file descriptors and where each leads: a path as seen from its own root directory, or `pipe:[…]`, `socket:[…]` and the like.',
    manual: 'proc_pid_fd(5)',
  },
  limits: {
    value: resourceLimitsType,
    sources: [procFile('limits')],
    parse: ([text = '']) => parseResourceLimits(text),
    quote: lineThat((line, { field }) => resourceLimitName(line) === field),
    means: 'Its resource limits, which are of a process and older than cgroups.',
    manual: 'getrlimit(2)',
  },
  oom_score_adj: {
    value: count,
    sources: [procFile('oom_score_adj')],
    parse: ([text = '']) => parseNumber(text),
    quote: wholeTexts,
    means: 'How willingly the OOM killer takes it, from -1000 (never) to 1000 (first).',
    manual: 'proc_pid_oom_score_adj(5)',
  },
} satisfies Record<string, Fact>

function splitVariable(variable: string): [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}

import { type ActionRow, actions } from '../../learn/action.ts'
import { pad, pageFor, prose } from '../../report/format/pretty/page.ts'
import type { TaskStyle } from './task-lines.ts'

/** The keys of the task screen and the words in the shell: the whole table of actions. */
export function helpLines(style: TaskStyle): string[] {
  const page = pageFor(style)
  const { paint } = page
  const rows: readonly ActionRow[] = Object.values(actions)
  const width = Math.max(...rows.map(({ word = '' }) => word.length)) + 'lab '.length
  const row = (key: string, word: string, help: string) =>
    prose(help, ` ${paint.bold(pad(key, 6))} ${paint.cyan(pad(word, width))}  `, page)
  return [
    paint.dim(` ${pad('KEY', 6)} ${pad('WORD', width)}`),
    ...rows.flatMap(({ key = '', word, help }) => row(key, word === undefined ? '' : `lab ${word}`, help)),
    ...row(
      'Ctrl-]',
      'lab',
      'between the shell and the task; `]` on the task screen types a Ctrl-] into the shell',
    ),
    ...row('T', '', 'one more terminal; `t` goes round those that are open'),
    ...row('↑ ↓', '', 'scroll, as do PgUp, PgDn and the space bar'),
  ]
}

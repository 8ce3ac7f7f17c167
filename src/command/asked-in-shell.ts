import { suggest } from '../lab/suggest.ts'
import { type ActionName, type ActionRow, actions } from '../learn/action.ts'
import { fromOpen } from '../learn/answer.ts'
import type { Learning } from '../learn/task.ts'
import { printable } from '../printable.ts'
import { wrapMessage } from '../report/wrap.ts'
import { helpLines } from '../screen/task/help-lines.ts'
import { taskLines } from '../screen/task/task-lines.ts'
import { type World, wantsColour } from './world.ts'

/** What `lab WORD …` in a shell is answered with. */
export async function askedInShell(
  [word = 'task', ...more]: readonly string[],
  learning: Learning,
  { stdout, env }: World,
): Promise<string> {
  const name = names.get(word)
  if (name === undefined) return unknown(word)
  const { confirm }: ActionRow = actions[name]
  if ((name === 'reset' || name === 'skip') && more[0] !== 'yes') return `${confirm} If so: lab ${word} yes`
  const style = { colour: wantsColour(stdout, env), columns: stdout.columns || 80 }
  if (name === 'help') return helpLines(style).join('\n')
  const words = name === 'next' || name === 'previous' ? [fromOpen] : more
  const text = await learning.act({ name, words })
  if ((text === '' || name === 'look') && tells.has(name)) return taskLines(learning.view, style).join('\n')
  return asItIs.has(name) ? printable(text) : wrapMessage(printable(text), style.columns).join('\n')
}

const names = new Map(
  Object.entries(actions).flatMap(([name, row]) =>
    'word' in row ? [[row.word as string, name as ActionName]] : [],
  ),
)

/** What these say is the task with its checks. */
const tells = new Set<ActionName>(['task', 'next', 'previous', 'look', 'mark'])

/** What these say is in columns, or to be copied. */
const asItIs = new Set<ActionName>(['changed', 'list', 'solution'])

function unknown(word: string): string {
  const meant = suggest(word, [...names.keys()])
  return `lab: there is no word ${printable(word)}${meant === undefined ? '' : `; did you mean lab ${meant}?`} (lab help lists them)`
}

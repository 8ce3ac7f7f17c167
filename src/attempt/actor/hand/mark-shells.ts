import type { AgentClient } from '../../../protocol/client.ts'
import { markingBashrc } from './marks.ts'

/**
 * Makes every interactive bash of this machine mark its prompts, those of sudo too, which clears the environment. The machine's own
 * bashrc is kept and comes first; `clean` restores it.
 */
export async function markShells(client: AgentClient): Promise<void> {
  const { looks } = await client.call('look', { sources: [{ read: 'file', path: bashrc }] })
  const own = looks[0] && 'text' in looks[0] ? looks[0].text : ''
  if (own.endsWith(markingBashrc)) return
  await client.call('put', { path: bashrc, text: `${own}\n${markingBashrc}`, mode: 0o644 })
}

/** Of Debian and its derivatives: bash reads it whenever it is interactive. */
const bashrc = '/etc/bash.bashrc'

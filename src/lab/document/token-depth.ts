import type { CST } from 'yaml'

/** How deep the tokens of a YAML text are nested; counted without recursion, since the text may be hostile. */
export function tokenDepth(tokens: readonly CST.Token[]): number {
  let depth = 0
  let level: CST.Token[] = [...tokens]
  for (; level.length > 0; depth++) {
    const below: CST.Token[] = []
    for (const token of level) addInside(token, below)
    level = below
  }
  return depth
}

function addInside(token: CST.Token, below: CST.Token[]): void {
  if (token.type === 'document' && token.value) below.push(token.value)
  if (!('items' in token)) return
  for (const { key, value } of token.items) {
    if (key) below.push(key)
    if (value) below.push(value)
  }
}

import type { CST } from 'yaml'

/** The first token nested more than so many levels deep; found without recursion, since the text may be hostile. */
export function tokenBelow(tokens: readonly CST.Token[], levels: number): CST.Token | undefined {
  let level: readonly CST.Token[] = tokens
  for (let depth = 0; depth < levels && level.length > 0; depth++) {
    const below: CST.Token[] = []
    for (const token of level) addInside(token, below)
    level = below
  }
  return level[0]
}

function addInside(token: CST.Token, below: CST.Token[]): void {
  if (token.type === 'document' && token.value) below.push(token.value)
  if (!('items' in token)) return
  for (const { key, value } of token.items) {
    if (key) below.push(key)
    if (value) below.push(value)
  }
}

import type { CST } from 'yaml'

/** How deep the tokens of a YAML text are nested; counted without recursion, since the text may be hostile. */
export function tokenDepth(tokens: readonly CST.Token[]): number {
  let deepest = 0
  const rest = tokens.map(token => ({ token, depth: 1 }))
  for (let next = rest.pop(); next; next = rest.pop()) {
    const depth = next.depth + 1
    deepest = Math.max(deepest, next.depth)
    for (const token of inside(next.token)) rest.push({ token, depth })
  }
  return deepest
}

function inside(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : []
  if (!('items' in token)) return []
  return token.items.flatMap(item =>
    [item.key, item.value].filter(part => part !== null && part !== undefined),
  )
}

import { unreadable } from '../linux/unreadable.ts'
import type { NamespaceName } from './namespace.ts'

/** The identity that /proc/PID/ns/NAME points to, such as `pid:[4026531836]`; namespaces(7). */
export function parseNamespaceLink(text: string, name: NamespaceName): string {
  const link = text.trim()
  if (!new RegExp(`^${name}:\\[\\d+\\]$`).test(link))
    throw unreadable(`a link such as ${name}:[4026531836]`, text)
  return link
}

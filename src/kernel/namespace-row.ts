import { unreadable } from '../linux/unreadable.ts'
import { isNamespaceName, type NamespaceName } from './namespace.ts'

/** The columns in which lsns(8) is asked about namespaces: number, kind, how many processes, parent, owner. */
export const lsnsColumns = 'NS,TYPE,NPROCS,PNS,ONS'

/** A namespace: what ioctl_nsfs(2) says of a file that stands for it, and how many processes are in it. */
export interface NamespaceRow {
  readonly kind: NamespaceName
  /** As /proc/PID/ns has it: `uts:[4026532176]`. */
  readonly identity: string
  readonly members: number
  /** The namespace it was made in: only PID and user namespaces have one, but for the first. */
  readonly parent?: string
  /** The user namespace that owns it; the first user namespace has none. */
  readonly owner?: string
}

export function parseNamespaceRow(text: string): NamespaceRow {
  const [, number, kind = '', members, parent, owner] = /^(\d+) (\w+) (\d+) (\d+) (\d+)\n?$/.exec(text) ?? []
  if (!isNamespaceName(kind)) throw unreadable(`a line of lsns with ${lsnsColumns}`, text)
  return {
    kind,
    identity: `${kind}:[${number}]`,
    members: Number(members),
    ...(parent !== none && { parent: `${kind}:[${parent}]` }),
    ...(owner !== none && { owner: `user:[${owner}]` }),
  }
}

const none = '0'

import { unreadable } from '../linux/unreadable.ts'

/** One chain of nftables, as `nft list ruleset` prints it; nft(8). */
export interface Chain {
  /** Family, table and chain: `ip nat prerouting`. */
  readonly name: string
  /** `filter`, `nat`, `route`; empty for a chain that is only jumped to, as are the next three. */
  readonly type: string
  readonly hook: string
  readonly priority: string
  readonly policy: string
  readonly rules: readonly Rule[]
  /** The lines between its braces. */
  readonly lines: readonly string[]
}

interface Rule {
  /** Without the numbers of its counter. */
  readonly text: string
  /** The line as it was printed. */
  readonly line: string
  /** What its counter counts; 0 where it has none. */
  readonly packets: number
  readonly bytes: number
}

export function parseRuleset(text: string): Chain[] {
  const chains: { name: string; lines: string[] }[] = []
  let table: string | undefined
  let lines: string[] | undefined
  for (const line of text.split('\n')) {
    const [, opened] = /^table (\S+ \S+) \{$/.exec(line) ?? []
    const [, chain] = /^\tchain (\S+) \{$/.exec(line) ?? []
    if (opened !== undefined) table = opened
    else if (line === '}') table = undefined
    else if (chain !== undefined && table !== undefined) {
      lines = []
      chains.push({ name: `${table} ${chain}`, lines })
    } else if (line === '\t}') lines = undefined
    else if (lines) lines.push(line.trim())
    else if (line !== '' && table === undefined && !line.startsWith('#')) throw unreadable(form, text)
  }
  return chains.map(chainOf)
}

const form = 'the tables that nft list ruleset prints'

function chainOf({ name, lines }: { name: string; lines: readonly string[] }): Chain {
  const head = lines.map(line => base.exec(line)).find(Boolean)?.groups ?? {}
  const { type = '', hook = '', priority = '', policy = '' } = head
  const rules = lines.filter(line => line !== '' && !base.test(line) && !comment.test(line)).map(ruleOf)
  return { name, type, hook, priority, policy, rules, lines }
}

/** The line that binds a chain to a hook of the kernel. */
const base =
  /^type (?<type>\S+) hook (?<hook>\S+)(?: devices? .*)? priority (?<priority>[^;]+);(?: policy (?<policy>\w+);)?$/

/** A chain's own, not that of a rule. */
const comment = /^comment "[^"]*"$/

function ruleOf(line: string): Rule {
  let packets = 0
  let bytes = 0
  const text = line.replace(counter, (found, count, size) => {
    if (count === undefined) return found
    packets += Number(count)
    bytes += Number(size)
    return 'counter'
  })
  return { text, line, packets, bytes }
}

/** What looks like a counter in a quoted text is none. */
const counter = /"[^"]*"|\bcounter packets (\d+) bytes (\d+)/g

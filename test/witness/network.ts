import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import type { SubjectKind } from '../../src/subject/subject.ts'
import { numberOf, rowsOf, type Witness, wordsOf } from './witness.ts'

const about =
  (subject: SubjectKind) =>
  (fact: string, ask: Witness['ask'], read: Witness['read'], field?: string): Witness => ({
    subject,
    fact,
    ask,
    read,
    ...(field === undefined ? {} : { field }),
  })

const route = about('route')
const neighbour = about('neighbour')
const socket = about('socket')
const chain = about('nft')
const sysctl = about('sysctl')
const link = about('link')

const inside =
  (command: (who: Binding) => string) =>
  (who: Binding): string =>
    `nsenter --target ${who.pid} --net ${command(who)}`

/** The columns of a line of a file of /proc/PID/net, which the kernel writes apart from netlink. */
const column =
  (file: string, test: (who: Binding) => string, what: string) =>
  (who: Binding): string =>
    `awk '${test(who)} { print ${what} }' /proc/${who.pid}/net/${file}`

/** Addresses in /proc/net/route are numbers of the processor. */
const reversed = (hex: string) =>
  (hex.match(/../g) ?? [])
    .map(byte => Number.parseInt(byte, 16))
    .reverse()
    .join('.')

const toRoute = ({ name }: Binding) => `NR > 1 && $2 ${name === 'default' ? '==' : '!='} "00000000"`

/** ss(8) asks by netlink, not in /proc. */
const ss = (state: string, column: number) =>
  inside(
    ({ name, path }) =>
      `ss --no-header --numeric --${name} state ${state} sport = :${path} | awk '{ print $${column} }'`,
  )

const addressesOf = (answer: string): Value =>
  [...new Set(wordsOf(answer).map(word => word.replace(/:\d+$/, '').replace(/^\*$/, '::')))].sort()

/** nft(8) prints JSON from what it has read, by other code than the text. */
const inJson = (pick: (object: Readonly<Record<string, unknown>>, kind: string) => Value[]) => ({
  ask: inside(({ name }) => `nft --json list chain ${name}`),
  read: (answer: string): Value =>
    (JSON.parse(answer).nftables as Record<string, Record<string, unknown>>[]).flatMap(entry =>
      Object.entries(entry).flatMap(([kind, object]) => pick(object, kind)),
    ),
})

const ofChain = (fact: string, key = fact): Witness => {
  const { ask, read } = inJson((object, kind) => (kind === 'chain' ? [String(object[key])] : []))
  return chain(fact, ask, answer => (read(answer) as Value[])[0] ?? '')
}

const countedBy = (fact: 'packets' | 'bytes'): Witness => {
  const { ask, read } = inJson(({ expr = [] }, kind) =>
    kind === 'rule'
      ? (expr as { counter?: Record<string, number> }[]).flatMap(({ counter }) => counter?.[fact] ?? [])
      : [],
  )
  return chain(fact, ask, answer => (read(answer) as number[]).reduce((sum, number) => sum + number, 0))
}

const counters = (fact: 'rx' | 'tx', from: number): Witness =>
  link(
    fact,
    ({ pid, name }) => `sed -n 's/^ *${name}: *//p' /proc/${pid}/net/dev`,
    answer => {
      const [bytes = -1, packets = -1, errors = -1, dropped = -1] =
        rowsOf(answer)[0]?.slice(from).map(Number) ?? []
      return { bytes, packets, errors, dropped }
    },
  )

const onlyLink = 'v1 is the only link of that namespace besides lo'

export const networkWitnesses: readonly Witness[] = [
  route('via', column('route', toRoute, '$3'), answer => reversed(answer.trim()).replace(/^0\.0\.0\.0$/, '')),
  { ...route('dev', column('route', toRoute, '$1'), answer => answer.trim()), alike: onlyLink },
  route('metric', column('route', toRoute, '$7'), numberOf),
  neighbour(
    'mac',
    column('arp', ({ name }) => `$1 == "${name}"`, '$4'),
    answer => answer.trim(),
  ),
  {
    ...neighbour(
      'dev',
      column('arp', ({ name }) => `$1 == "${name}"`, '$6'),
      answer => answer.trim(),
    ),
    alike: onlyLink,
  },
  socket('addresses', ss('listening', 3), addressesOf),
  socket('listening', ss('listening', 3), answer => answer.trim() !== ''),
  socket('connections', ss('established', 3), answer => wordsOf(answer).length),
  socket('peers', ss('established', 4), addressesOf),
  ofChain('type'),
  ofChain('hook'),
  ofChain('policy'),
  countedBy('packets'),
  countedBy('bytes'),
  sysctl(
    'number',
    inside(({ name }) => `sysctl -n ${name}`),
    numberOf,
  ),
  sysctl(
    'text',
    inside(({ name }) => `sysctl -n ${name}`),
    answer => answer.trim(),
  ),
  counters('rx', 0),
  counters('tx', 8),
  link(
    'qdisc',
    inside(({ name }) => `ip link show dev ${name}`),
    answer => / qdisc (\S+)/.exec(answer)?.[1] ?? '',
    'kind',
  ),
]

import { ipText } from '../linux/ip-text.ts'
import { unreadable } from '../linux/unreadable.ts'

/** One socket, as a line of /proc/net/tcp, tcp6, udp or udp6 says; proc_pid_net(5). */
export interface Socket {
  readonly state: 'listening' | 'connected' | 'other'
  readonly address: string
  readonly port: number
  readonly peer: string
}

/** The sockets of one of these files; a file that this kernel does not have, for lack of IPv6, is empty. */
export function parseSockets(text: string, protocol: string): Socket[] {
  const [heading = '', ...lines] = text.split('\n')
  if (text !== '' && !/^ +sl +local_address +rem(ote)?_address +st /.test(heading))
    throw unreadable(form, text)
  return lines.filter(line => line !== '').map(line => socketOf(line, protocol))
}

/** The local port of a line, for evidence; undefined for the heading. */
export function portIn(line: string): number | undefined {
  const { port } = columns.exec(line)?.groups ?? {}
  return port === undefined ? undefined : Number.parseInt(port, 16)
}

const form = 'a file of /proc/net with its heading'

function socketOf(line: string, protocol: string): Socket {
  const { local, port, remote, state } = columns.exec(line)?.groups ?? {}
  if (local === undefined || port === undefined || remote === undefined) throw unreadable(form, line)
  return {
    state: states[protocol]?.[state ?? ''] ?? 'other',
    address: addressOf(local),
    port: Number.parseInt(port, 16),
    peer: addressOf(remote),
  }
}

const columns =
  /^ *\d+: (?<local>[\dA-F]{8,32}):(?<port>[\dA-F]{4}) (?<remote>[\dA-F]{8,32}):[\dA-F]{4} (?<state>[\dA-F]{2}) /

/** The numbers of enum tcp_state; a socket of UDP that has no peer takes datagrams from anybody. */
const states: Readonly<Record<string, Readonly<Record<string, Socket['state']>>>> = {
  tcp: { '0A': 'listening', '01': 'connected' },
  udp: { '07': 'listening', '01': 'connected' },
}

/** The kernel prints the words of an address as numbers of its processor, whose bytes are in the other order. */
function addressOf(words: string): string {
  const bytes = words.replace(/(..)(..)(..)(..)/g, '$4$3$2$1').toLowerCase()
  return ipText(bytes.replace(/^0{20}ffff/, ''))
}

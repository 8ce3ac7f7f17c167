/** The exit code of the command where an agent is at work already: EX_TEMPFAIL of sysexits.h. */
export const busy = 75

/** Where agents of a machine note what they do, so that the next one can take it back. */
export const stateFolder = '/run/unboxed'

/** What is known of the Linux that an agent is to be started on. */
export interface AgentPlace {
  /** The program that runs it. */
  readonly node: string
  /** The bundle of the agent. */
  readonly agent: string
  /** A folder that exists. */
  readonly state: string
  /** As sd_booted(3) asks. */
  readonly systemd: boolean
}

/**
 * The command that starts an agent on a Linux with a life of its own: one at a time, whoever asks for it, which is a kernel
 * lock on the state folder (flock(1)) that no dead agent can hold; and, where systemd owns the tree of cgroups, in a scope
 * whose part of the tree is delegated to it, which includes OOMPolicy=continue (systemd.scope(5)): a lab out of memory ends
 * no agent.
 */
export function agentCommand({ node, agent, state, systemd }: AgentPlace): string[] {
  const alone = ['flock', '--nonblock', '--close', '--conflict-exit-code', String(busy), state]
  const scope = ['systemd-run', '--scope', '--quiet', '--collect', '--property=Delegate=yes']
  const delegated = systemd ? [...scope, '--description=unboxed', '--'] : []
  return [...alone, ...delegated, node, agent, '--state', state, ...(systemd ? ['--delegated'] : [])]
}

import { capabilityNames } from '../../kernel/capability.ts'
import { pathBelow } from '../../kernel/membership.ts'
import { ofProcess } from '../../kernel/outside-fact.ts'
import { seccompModes, stateNames } from '../../kernel/status.ts'

/** What a walk through the machine's memory shows of a process, by the names of its facts. */
export const outside = {
  exists: ofProcess('exists', () => true),
  alive: ofProcess('alive', ({ state }) => state !== 'Z' && state !== 'X'),
  pid: ofProcess('pid', ({ pids }) => ({ inside: pids.at(-1) ?? 0, outside: pids[0] ?? 0 })),
  parent: ofProcess('parent', ({ parent }) => parent),
  cgroup: ofProcess('cgroup', ({ cgroup }, bound) => pathBelow(cgroup, bound.cgroup)),
  name: ofProcess('name', ({ name }) => name),
  state: ofProcess('state', ({ state }) => stateNames[state], { varies: true }),
  threads: ofProcess('threads', ({ threads }) => threads, { varies: true }),
  oom_score_adj: ofProcess('oom_score_adj', ({ oomScoreAdj }) => oomScoreAdj),
  uid: ofProcess('uid', ({ uid }) => ({ ...uid })),
  gid: ofProcess('gid', ({ gid }) => ({ ...gid })),
  groups: ofProcess('groups', ({ groups }) => groups),
  capabilities: ofProcess('capabilities', ({ capabilities }) => capabilityNames(capabilities.effective)),
  permitted_capabilities: ofProcess('permitted_capabilities', ({ capabilities }) =>
    capabilityNames(capabilities.permitted),
  ),
  inheritable_capabilities: ofProcess('inheritable_capabilities', ({ capabilities }) =>
    capabilityNames(capabilities.inheritable),
  ),
  bounding_capabilities: ofProcess('bounding_capabilities', ({ capabilities }) =>
    capabilityNames(capabilities.bounding),
  ),
  ambient_capabilities: ofProcess('ambient_capabilities', ({ capabilities }) =>
    capabilityNames(capabilities.ambient),
  ),
  no_new_privs: ofProcess('no_new_privs', ({ noNewPrivs }) => noNewPrivs),
  seccomp: ofProcess('seccomp', ({ seccomp }) => seccompModes[seccomp]),
  hostname: ofProcess('hostname', ({ hostname }) => hostname),
}

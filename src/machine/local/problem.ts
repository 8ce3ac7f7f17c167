import { type ProblemText, problemsOf } from '../../problem.ts'

const elsewhere = 'To use a virtual machine instead, add --machine vm to the command.'

/** Why labs can't run on this machine, and what to do about it. */
export const unsupported = problemsOf('unsupported', {
  'not-linux': ({ platform }: { platform: string }) => ({
    what: `labs ask the Linux kernel, and this is ${platform}`,
    remedy: elsewhere,
  }),
  'not-root': ({ uid }: { uid: number }) => ({
    what: `making cgroups and namespaces takes root; this is user ${uid}`,
    remedy: `Run the command as root, with sudo.\n${elsewhere}`,
  }),
  'not-for-labs': ({ kind, marker }: { kind: string; marker: string }) => ({
    what: `labs change the machine they run on, and this one (${kind}) is not marked as disposable`,
    remedy: [
      elsewhere,
      'To allow it this once, add --this-machine to the command, or set UNBOXED_ALLOW_LOCAL=1.',
      `To allow it for good: touch ${marker}`,
    ].join('\n'),
  }),
  cgroups: ({ what, remedy }: ProblemText) => ({
    what,
    remedy: remedy === undefined ? elsewhere : `${remedy}\n${elsewhere}`,
  }),
  'controllers-missing': ({ missing, found }: { missing: readonly string[]; found: readonly string[] }) => ({
    what: `cgroup v2 has no ${missing.join(', ')} here; it has ${found.join(', ')}`,
    remedy: `See \`cgroup_disable=\` in /proc/cmdline.\n${elsewhere}`,
  }),
  'kernel-too-old': ({ release, feature }: { release: string; feature: string }) => ({
    what: `the kernel of this machine (${release}) lacks ${feature}`,
    remedy: `Linux 5.2 and later have it.\n${elsewhere}`,
  }),
  'commands-missing': ({ commands }: { commands: readonly string[] }) => ({
    what: `labs need ${commands.join(', ')}, not found in PATH`,
    remedy: 'sudo apt-get install --yes --no-install-recommends util-linux iproute2 perl-base',
  }),
})

/** What can go wrong with labs on this machine. */
export const problem = problemsOf('machine', {
  'in-use': (_: undefined) => ({
    what: 'a lab is running on this machine already, and two would disturb each other',
    remedy: 'Wait for it to finish; `pgrep --list-full --full "cjs --state"` shows it.',
  }),
  'agent-lost': ({ how, said }: { readonly how: string; readonly said: string }) => ({
    what: `the agent on this machine ended (${how})${said ? `; it said:\n${said}` : ''}`,
    remedy: 'Run the lab again: the next agent removes what this one has left.',
  }),
})

import { problemsOf } from '../../problem.ts'

const quote = (said: string) => (said ? `; it said:\n${said}` : '')

/** What can go wrong with a Vagrant VM, and what to do about it. */
export const problem = problemsOf('machine', {
  'program-missing': ({ program }: { program: string }) => ({
    what: `--machine vagrant needs ${program}, not found in PATH`,
    remedy:
      'Install Vagrant with a provider, and an OpenSSH client (docs/machines.md of unboxed has the commands), or choose another --machine.',
  }),
  'no-vagrantfile': ({ folder, said }: { folder: string; said: string }) => ({
    what: `Vagrant finds no machine in ${folder}${quote(said)}`,
    remedy: 'Set VAGRANT_CWD to the folder of the Vagrantfile, then try again.',
  }),
  'not-up': ({ state }: { state: string }) => ({
    what:
      state === 'not_created'
        ? 'the Vagrant VM is not created yet'
        : `the Vagrant VM is not running (${state})`,
    remedy: 'vagrant up\nOr add --up to the command, which does it for you.',
  }),
  'vagrant-failed': ({ command, said }: { command: string; said: string }) => ({
    what: `\`${command}\` failed${quote(said)}`,
    remedy: `Try it by hand, then again: ${command}`,
  }),
  unreachable: ({ said }: { said: string }) => ({
    what: `the Vagrant VM is running and can't be reached by SSH${quote(said)}`,
    remedy: 'Does `vagrant ssh` work? If not: vagrant reload',
  }),
  'no-root': ({ said }: { said: string }) => ({
    what: `the user of the Vagrant VM cannot use sudo without a password${quote(said)}`,
    remedy: 'Use a box for Vagrant, such as bento/debian-13.',
  }),
  'commands-missing': ({ commands }: { commands: readonly string[] }) => ({
    what: `labs need ${commands.join(', ')}, not found in the Vagrant VM`,
    remedy: 'vagrant provision',
  }),
  'disk-full': ({ free }: { free: number }) => ({
    what: `the disk of the Vagrant VM is full: ${Math.floor(free / 1024 ** 2)} MiB are free`,
    remedy:
      'Free some space in `vagrant ssh`, or recreate the machine: vagrant destroy --force && vagrant up',
  }),
  'not-shipped': ({ said }: { said: string }) => ({
    what: `the agent could not be copied into the Vagrant VM${quote(said)}`,
    remedy:
      'Its disk may be full: check in `vagrant ssh`, or recreate the machine: vagrant destroy --force && vagrant up',
  }),
  'in-use': (_: undefined) => ({
    what: 'a lab is running in the Vagrant VM already, and two would disturb each other',
    remedy: 'Wait for it to finish.',
  }),
  'agent-lost': ({ how, said }: { readonly how: string; readonly said: string }) => ({
    what: `the agent in the Vagrant VM ended (${how})${quote(said)}`,
    remedy: 'Run the lab again: the next agent removes what this one has left.',
  }),
  'connection-lost': ({ state, said }: { state: string; said: string }) => ({
    what: `the connection to the Vagrant VM was lost; Vagrant says that it is ${state}${quote(said)}`,
    remedy: 'Run the lab again when `vagrant ssh` works: the next agent removes what this one has left.',
  }),
  rebooted: (_: undefined) => ({
    what: 'the Vagrant VM was restarted while the lab ran',
    remedy: 'Run the lab again.',
  }),
})

/** Why labs can't run in a Vagrant VM at all. */
export const unsupported = problemsOf('unsupported', {
  'no-cgroups': ({ found }: { found: string }) => ({
    what: `the Vagrant VM has no cgroup v2 at /sys/fs/cgroup, but ${found || 'nothing'}`,
    remedy: 'Use a box of Debian 12 or later, such as bento/debian-13.',
  }),
  'no-snapshots': ({ said }: { said: string }) => ({
    what: `this Vagrant provider does not support snapshots${quote(said)}`,
    remedy: 'Leave --fresh out: what a lab leaves behind is then swept.',
  }),
})

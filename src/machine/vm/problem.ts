import { problemsOf } from '../../problem.ts'

/** What can go wrong with the virtual machine, and what to do about it. */
export const problem = problemsOf('machine', {
  'program-missing': ({
    programs,
    packages,
  }: {
    programs: readonly string[]
    packages: readonly string[]
  }) => ({
    what: `the virtual machine needs ${programs.join(', ')}, not found in PATH`,
    remedy: `On Debian and Ubuntu:\n\nsudo apt-get update\nsudo apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
  }),
  'image-needs-root': ({ command }: { command: string }) => ({
    what: 'the image of the virtual machine is missing, and only root may build it',
    remedy: command,
  }),
  'no-space': ({
    folder,
    what,
    free,
    needed,
  }: {
    folder: string
    what: string
    free: string
    needed: string
  }) => ({
    what: `${what} takes ${needed}, and ${folder} has ${free} free`,
    remedy: 'Free some space there, or set XDG_CACHE_HOME to a folder with 3 GiB free.',
  }),
  'image-failed': ({ step, said }: { step: string; said: string }) => ({
    what: `the image could not be built: ${step} failed\n${said}`,
    remedy:
      "The lines above say why. Debian's packages must be reachable (try: sudo apt-get update). Then: unboxed machine build",
  }),
  'agent-missing': ({ path }: { path: string }) => ({
    what: `the agent is not built: ${path} is missing`,
    remedy: 'npm run build',
  }),
  'qemu-failed': ({ doing, said }: { doing: string; said: string }) => ({
    what: `QEMU failed while ${doing}: ${said}`,
    remedy: 'unboxed machine clean\nunboxed machine build',
  }),
  'too-slow': ({ doing, seconds, console }: { doing: string; seconds: number; console: string }) => ({
    what: `${doing} took longer than ${seconds} s; the last lines of the console:\n${console}`,
    remedy: 'Is this machine very busy? Try again when it is not.',
  }),
  'in-use': ({ running }: { running: number }) => ({
    what: `${running} virtual machine${running === 1 ? ' is' : 's are'} running`,
    remedy: 'Wait for the runs to finish, or stop them; then try again.',
  }),
  'kernel-panicked': ({ console, log }: { console: string; log: string }) => ({
    what: `the kernel of the virtual machine panicked; its console says:\n${console}`,
    remedy: `The whole console is in ${log}. Run the lab again: it gets a new machine.`,
  }),
  'guest-reset': ({ console, log }: { console: string; log: string }) => ({
    what: `the virtual machine was rebooted from inside; the last lines of its console:\n${console}`,
    remedy: `The whole console is in ${log}. A lab cannot go on after a reboot.`,
  }),
  'guest-shutdown': ({ console, log }: { console: string; log: string }) => ({
    what: `the virtual machine was powered off from inside; the last lines of its console:\n${console}`,
    remedy: `The whole console is in ${log}. A lab cannot go on after a power-off.`,
  }),
  'vm-lost': ({ how, console, log }: { how: string; console: string; log: string }) => ({
    what: `the virtual machine is gone (${how}); the last lines of its console:\n${console}`,
    remedy: `The whole console is in ${log}. Run the lab again: it gets a new machine.`,
  }),
})

/** Why the virtual machine can't run here at all. */
export const unsupported = problemsOf('unsupported', {
  'vm-not-here': ({ platform, architecture }: { platform: string; architecture: string }) => ({
    what: `the virtual machine runs on Linux on x86-64; this is ${platform} on ${architecture}`,
    remedy: 'Add --machine vagrant to the command: Vagrant runs the VM on this system.',
  }),
})

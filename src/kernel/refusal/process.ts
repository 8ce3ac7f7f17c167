import { searchPath } from '../../linux/search-path.ts'
import type { Cause } from './refusal.ts'

/** A process that cannot be made, a command that cannot be executed, and a process that has ended. */
export const processCauses: Readonly<Record<string, Cause>> = {
  zombie: {
    kinds: ['read'],
    when: ({ texts: { status = '' } }) => /^State:\s*[ZX]/m.test(status),
    due: 'state',
    text: ({ subject }) => ({ what: `${subject} has ended: it is a zombie` }),
  },
  'process-limit': {
    kinds: ['fork'],
    errnos: ['EAGAIN'],
    text: () => ({
      what: 'no more processes can be started: kernel.pid_max or kernel.threads-max is reached',
      remedy: 'Kill some processes, or raise the limit: sysctl kernel.pid_max kernel.threads-max',
    }),
  },
  'no-command': {
    kinds: ['exec'],
    errnos: ['ENOENT'],
    text: ({ path = '' }) => ({
      what: path.includes('/')
        ? `${path} does not exist, or the interpreter that its first line names does not`
        : `there is no command ${path} in ${searchPath.join(':')}`,
      remedy: 'Correct the command, or name it in the `needs` of the lab where some machines lack it.',
    }),
  },
  'not-executable': {
    kinds: ['exec'],
    errnos: ['EACCES'],
    text: ({ path }) => ({
      what: `${path} cannot be executed: it is a directory, has no execute permission, or is on a file system mounted noexec`,
      remedy: `chmod +x ${path}`,
    }),
  },
}

import { searchPath } from '../../linux/search-path.ts'
import { parseWords } from '../list.ts'
import type { Cause } from './refusal.ts'
import { capableMachine } from './remedy.ts'

/** A process that cannot be started, a command that cannot be executed, and a process of which something cannot be read. */
export const processCauses: Readonly<Record<string, Cause>> = {
  zombie: {
    kinds: ['read'],
    when: ({ texts: { status = '' } }) => /^State:\s*[ZX]/m.test(status),
    due: 'state',
    text: ({ subject }) => ({ what: `${subject} has ended: it is a zombie` }),
  },
  'no-child-yet': {
    kinds: ['read'],
    errnos: ['ENOENT'],
    file: /^pid_for_children$/,
    when: ({ texts: { links } }) => parseWords(links ?? '').includes('pid_for_children'),
    due: 'state',
    text: ({ subject }) => ({
      what: `${subject} has no child yet: it has unshared its PID namespace, and the namespace for its children begins to exist with the first of them`,
      remedy: 'Let it start a child first, such as with unshare --fork.',
    }),
  },
  'no-program': {
    kinds: ['read'],
    errnos: ['ENOENT'],
    when: ({ program, message }) => program !== undefined && /^execve\b/.test(message ?? ''),
    due: 'machine',
    text: ({ program, machine }) => {
      const remedy = capableMachine(machine?.name)
      return {
        what: `this machine has no program ${program}, which shows it`,
        ...(remedy !== undefined && { remedy }),
      }
    },
  },
  'program-without-kernel': {
    kinds: ['read'],
    when: ({ program, message }) => program !== undefined && /\bnot supported\b/.test(message ?? ''),
    due: 'machine',
    text: ({ program, machine }) => {
      const remedy = capableMachine(machine?.name)
      return {
        what: `this kernel lacks what ${program} needs, perhaps a module`,
        ...(remedy !== undefined && { remedy }),
      }
    },
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
        ? `${path} does not exist, or the interpreter in its first line does not`
        : `there is no command ${path} in PATH (${searchPath.join(':')})`,
      remedy: 'Correct the command; if some machines lack it, list it in the `needs` of the lab.',
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

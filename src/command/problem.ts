import { printableName } from '../printable.ts'
import { problemsOf } from '../problem.ts'
import type { OpenShell } from './open-shells.ts'

/** Why a command does not write a file. */
export const fileProblem = problemsOf('usage', {
  'file-exists': ({ file }: { file: string }) => ({
    what: `${printableName(file)} already exists`,
    remedy: 'Nothing was written. Choose another place, or use --force to overwrite it.',
  }),
  'lab-exists': ({ file }: { file: string }) => ({
    what: `${printableName(file)} already exists`,
    remedy: 'Choose another name. An existing lab is never overwritten.',
  }),
  'lab-taken': ({ id, file }: { id: string; file: string }) => ({
    what: `there is a lab with the name ${id} already: ${file}`,
    remedy: 'Choose another name: digits in front of a name only give the order.',
  }),
  'lab-name': ({ name }: { name: string }) => ({
    what: `${name} is not a valid lab name`,
    remedy:
      'Use lower-case letters, digits and dashes, with a topic in front if you like, such as cgroup/io-max, or a path that ends in .yaml.',
  }),
})

/** Why the proof of a lab is not recorded. */
export const recordProblem = problemsOf('usage', {
  'no-record-place': ({ file }: { file: string }) => ({
    what: `the proof of ${file} cannot be recorded: it is in no folder named labs`,
    remedy: 'Records are kept in test/proofs beside the folder labs of a course. Move the lab there.',
  }),
})

type Refused = { readonly why: string; readonly remedy: string }

/** What the system refused to a command. */
export const systemProblem = problemsOf('machine', {
  cache: ({ root, why }: { root: string; why: string }) => ({
    what: `the cache folder ${root} cannot be used: ${why}`,
    remedy: 'Set XDG_CACHE_HOME to a folder with 3 GiB free that this user can write to.',
  }),
  file: ({ verb, path, why, remedy }: Refused & { verb: string; path: string }) => ({
    what: `cannot ${verb} ${path}: ${why}`,
    remedy,
  }),
  'not-started': ({ program, why, remedy }: Refused & { program: string }) => ({
    what: `cannot start ${program}: ${why}`,
    remedy,
  }),
  'standard-output': ({ why }: Refused) => ({
    what: `cannot write to standard output: ${why}`,
    remedy:
      'Send the output somewhere else. If the run had --evidence DIR, judge the attempts again: unboxed judge DIR',
  }),
  'standard-input': ({ why }: Refused) => ({
    what: `cannot read standard input: ${why}`,
    remedy: 'Type at a terminal, or pass a file: unboxed shell < commands.sh',
  }),
  'no-folder': (_: undefined) => ({
    what: 'the current folder has been deleted',
    remedy: 'Change to one that exists: cd',
  }),
})

/** Why a command line chooses no machine. */
export const machineUsage = problemsOf('usage', {
  'other-machine': ({ flag, machine }: { flag: string; machine: string }) => ({
    what: `${flag} has no meaning without --machine ${machine}`,
    remedy: `Add --machine ${machine}, or leave ${flag} out.`,
  }),
})

/** Why a file is not put into a machine. */
export const putUsage = problemsOf('usage', {
  'not-readable': ({ file, why }: { file: string; why: string }) => ({
    what: `cannot put ${file} into the machine: ${why}`,
  }),
  'not-put': ({ file, path, why }: { file: string; path: string; why: string }) => ({
    what: `cannot put ${file} at ${path} in the machine: ${why}`,
    remedy: 'Choose another place: --put FILE:PATH',
  }),
})

/** Why nobody can do a lab here. */
export const learnUsage = problemsOf('usage', {
  'lab-is-open': ({ id, pid }: { id: string; pid: number }) => ({
    what: `process ${pid} has the lab ${id} open, and what is done here would replace what is done there`,
    remedy: `Work there, with another terminal if you like: unboxed shell --join ${pid}`,
  }),
  'no-terminal': (_: undefined) => ({
    what: 'a lab is done at a terminal, and this is none',
    remedy:
      'Type `unboxed learn` at a terminal. To perform what somebody has written down: unboxed replay FILE',
  }),
})

type Open = readonly Pick<OpenShell, 'pid' | 'machine' | 'description' | 'since'>[]

/** Why a command line names no machine that can be joined. */
export const joinUsage = problemsOf('usage', {
  'several-open-shells': ({ open }: { open: Open }) => ({
    what: `${open.length} machines are open`,
    remedy: choices(open, 'unboxed shell --join'),
  }),
  'unknown-open-shell': ({ pid, open }: { pid: string; open: Open }) => ({
    what: `process ${pid} has no machine open`,
    remedy: choices(open, 'unboxed shell --join'),
  }),
})

/** Why a command line names no attempt that can be watched. */
export const watchUsage = problemsOf('usage', {
  'several-tasks': ({ open }: { open: Open }) => ({
    what: `${open.length} labs are being done`,
    remedy: choices(open, 'unboxed watch'),
  }),
  'unknown-task': ({ pid, open }: { pid: string; open: Open }) => ({
    what: `process ${pid} has no lab open`,
    remedy: choices(open, 'unboxed watch'),
  }),
  'several-kernels': ({ open }: { open: Open }) => ({
    what: `${open.length} machines are open`,
    remedy: choices(open, 'unboxed watch --kernel'),
  }),
  'unknown-kernel': ({ pid, open }: { pid: string; open: Open }) => ({
    what: `process ${pid} has no machine open`,
    remedy: choices(open, 'unboxed watch --kernel'),
  }),
})

const choices = (open: Open, command: string) =>
  open
    .map(
      ({ pid, machine, description, since }) =>
        `${command} ${pid}  # ${machine}: ${description}, since ${since.slice(0, 19)}Z`,
    )
    .join('\n')

/** Why a machine cannot be joined, or can no longer be used. */
export const joinProblem = problemsOf('machine', {
  'no-open-shell': (_: undefined) => ({
    what: 'there is no open machine to join',
    remedy: 'Open one in another terminal, and leave it open: unboxed shell',
  }),
  'machine-closed': ({ pid }: { pid: number }) => ({
    what: `the shell that opened the machine (process ${pid}) has ended, and the machine is closed`,
  }),
  'machine-lost': ({ pid }: { pid: number }) => ({
    what: `the shell that opened the machine (process ${pid}) was killed, or it has dropped this terminal, which took no output`,
    remedy: 'To open another machine: unboxed shell',
  }),
  'not-joined': ({ said }: { said: string }) => ({
    what: `the machine is open, but no other shell can be started in it: ${said}`,
  }),
})

/** Why there is nothing to watch, or no longer. */
export const watchProblem = problemsOf('machine', {
  'nothing-to-watch': (_: undefined) => ({
    what: 'nobody does a lab right now',
    remedy: 'Begin in another terminal, and leave it open: unboxed learn',
  }),
  'task-lost': ({ pid }: { pid: number }) => ({
    what: `the process that has the lab open (${pid}) was killed`,
    remedy: 'To go on: unboxed learn',
  }),
  'no-kernel': (_: undefined) => ({
    what: 'no machine is open right now',
    remedy: 'Open one in another terminal, and leave it open: unboxed shell',
  }),
  'kernel-not-shown': ({ pid, said }: { pid: number; said: string }) => ({
    what: `the kernel of the machine that process ${pid} has open cannot be shown: ${said}`,
    remedy: 'This works on the machine `vm`, with the kernel that comes with it: unboxed shell --machine vm',
  }),
})

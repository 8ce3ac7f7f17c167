import * as z from 'zod'
import { controllerNames } from '../../kernel/controller/name.ts'
import {
  absolutePath,
  cgroupPath,
  duration,
  hostname,
  materialPath,
  minutes,
  mode,
  name,
  points,
  terminal,
  text,
  texts,
  uid,
  word,
} from './leaf.ts'

// What a lab file is made of: each key with what it means. Reading, the schema for editors and the reference all come
// from here. What is `by hand` depends on more than itself: its reader is named, its schema is in schema.ts.

/** Read by code of its own, for the reason above. */
const byHand = z.unknown()

/** Namespaces that `in` can unshare. */
export const namespaceWords = ['pid', 'mount', 'uts', 'ipc', 'net', 'user', 'cgroup', 'time'] as const

/** Controllers that `needs` knows by their bare names; any other bare word is a namespace. */
export const controllerWords = controllerNames

/** What a machine that ends with its lab forbids, unless the lab needs it. */
export const permissionWords = ['ptrace'] as const

const levelWords = ['easy', 'medium', 'hard'] as const

export const labShape = z.strictObject({
  title: text.meta({
    description: 'What the learner will have learned, as one sentence.',
    examples: ['A memory limit is a number in a file'],
  }),
  about: text.optional().meta({
    description: 'An introductory paragraph: what the lab is about and where this matters.',
    examples: ['`docker run --memory 512m` ends as one number in one file.'],
  }),
  level: word(levelWords)
    .optional()
    .meta({ description: 'How much the learner has to know already.', examples: ['easy'] }),
  minutes: minutes.optional().meta({
    description: 'How long a learner takes to do it by hand, in whole minutes.',
    examples: [15],
  }),
  claims: texts.optional().meta({
    description: 'Rows of the list of claims that this lab confirms or corrects.',
    examples: [['N1', 'C1']],
  }),
  needs: byHand.optional().meta({
    description:
      'What the machine must have. Where something is missing the lab is unsupported, with the reason; it never fails for it.',
    examples: [['memory', { command: 'python3' }]],
  }),
  reads: texts.optional().meta({
    description: 'Manual pages and kernel documents for further reading.',
    examples: [['cgroups(7)', 'cgroup-v2: memory.max']],
  }),
  timeout: duration.prefault('120s').meta({
    description: 'Time limit for the whole lab; extended automatically on a slow machine.',
    examples: ['60s'],
  }),
  files: byHand.optional().meta({
    description:
      'Small text files and scripts that are put into the machine before the first step, and shown to the learner.',
  }),
  vars: byHand.optional().meta({
    description:
      'Values with a name: `${limit}` stands for it in everything below. `pick` draws one of several.',
    examples: [{ limit: '512MiB' }, { limit: { pick: ['256MiB', '512MiB'] } }],
  }),
  steps: byHand.meta({ description: 'The steps, in order.' }),
  equivalent: byHand.optional().meta({
    description:
      'Mutants that make no difference to the kernel, by the name that `unboxed prove` gives them, each with the reason.',
    examples: [{ 'box/late-limits': 'The shell has used no memory yet when the limit comes.' }],
  }),
  wrong: byHand.optional().meta({
    description:
      'Wrong solutions, kept to prove that they are caught and that the message then helps the learner.',
  }),
})

/** A file that is put into the machine. */
export const materialShape = z.strictObject({
  path: materialPath.meta({
    description:
      'Where it is put. Folders that are missing are made; a file that is there already is never overwritten.',
    examples: ['/srv/app/hello.sh'],
  }),
  mode: mode.prefault('0644').meta({
    description: 'Its permissions, in quotes. It belongs to root.',
    examples: ['0755'],
  }),
  text: text.meta({
    description: 'What is in it. Variables are filled in; a newline is added if there is none at the end.',
    examples: ['#!/bin/sh\necho hello'],
  }),
})

export const stepShape = z.strictObject({
  id: name.meta({ description: 'The name of the step, unique in the lab.', examples: ['limit'] }),
  text: text.meta({
    description: 'What the learner reads before it.',
    examples: ['A cgroup is a directory; its limits are files in it.'],
  }),
  task: text.optional().meta({
    description: 'What the learner is asked to do when the lab is used as an exercise.',
    examples: ['Make the cgroup `mygroup` and let it use at most ${limit}.'],
  }),
  hints: texts.optional().meta({
    description: 'Hints for the exercise, shown one at a time on request.',
    examples: [['`mkdir` makes the group.', 'The kernel takes bytes.']],
  }),
  as: name.optional().meta({
    description:
      'The process keeps running under this name, to which later steps and checks refer. It names the program that `run` finally executes, not wrappers such as sudo. Without `as`, the step ends when `run` does.',
    examples: ['box'],
  }),
  terminal: terminal.optional().meta({
    description:
      'The terminal in which a person does the step, by number. Without it: where the shell runs that `in` names, or else the first terminal that no shell of the lab holds.',
    examples: [2],
  }),
  in: byHand.optional().meta({
    description:
      "Where `run` is executed: namespaces, cgroup and more. Whatever is not given is the machine's own.",
    examples: [{ namespaces: ['pid', 'mount'], cgroup: 'mygroup' }],
  }),
  run: text.meta({
    description:
      "Shell text for `bash` (`sh` where there is none), or lines to type into the shell that `in` names. `${cgroup}` is where the lab's cgroups are made, `${box.pid}` the number of a process that an earlier step named.",
    examples: ['echo ${limit.bytes} > ${cgroup}/mygroup/memory.max'],
  }),
  timeout: duration.prefault('30s').meta({
    description: 'Time limit for the step; extended automatically on a slow machine.',
    examples: ['5s'],
  }),
  expect: byHand
    .optional()
    .meta({ description: 'A list of checks: what the kernel must report afterwards.' }),
  ask: text.optional().meta({
    description: 'A question that the learner answers at the end of the step. Needs `answer`.',
    examples: ['Which number has box out here?'],
  }),
  answer: byHand.optional().meta({
    description: 'The fact that answers the question: a subject as in a check, and the name of its fact.',
    examples: [{ process: 'box', fact: 'pid.outside' }, { host: 'processes' }],
  }),
})

/** What the answer to a question can have beside its subject. */
export const answerShape = z.strictObject({
  fact: text.optional().meta({
    description:
      'The fact that is asked for, with its field behind a dot. It must be a single number or text that is read from the kernel.',
    examples: ['pid.outside', 'memory.events.oom_kill', 'cpu.pressure.some.total'],
  }),
  points: points
    .optional()
    .meta({ description: 'Its weight when labs are graded; 1 by default.', examples: [2] }),
})

export const placeShape = z.strictObject({
  namespaces: z
    .array(word(namespaceWords), { error: 'a list of namespaces, such as `[pid, mount]`' })
    .min(1, { error: 'a list with something in it' })
    .optional()
    .meta({
      description:
        'New namespaces, unshared before `run`. With `pid` and `mount` together a new `/proc` is mounted.',
      examples: [['pid', 'mount']],
    }),
  cgroup: cgroupPath.optional().meta({
    description: 'The cgroup it runs in, relative to `${cgroup}`; created if it does not exist.',
    examples: ['mygroup'],
  }),
  limits: byHand.optional().meta({
    description: 'Files of that cgroup, written in this order before any process enters it.',
    examples: [{ 'memory.max': '64MiB', 'pids.max': 20 }],
  }),
  swap: byHand.optional().meta({
    description: 'Short for the limit `memory.swap.max`. Without it a process swaps before it is killed.',
    examples: [0],
  }),
  root: absolutePath.optional().meta({
    description: 'A directory that becomes `/`.',
    examples: ['/srv/busybox'],
  }),
  user: uid.optional().meta({ description: 'Run as this user and group id.', examples: [1000] }),
  hostname: hostname.optional().meta({
    description: 'Set in the new UTS namespace, which must be among `namespaces`.',
    examples: ['box'],
  }),
  shell: name.optional().meta({
    description:
      'Types `run` into the running shell that an earlier step named with `as`. Cannot be combined with other keys.',
    examples: ['box'],
  }),
})

/** What every check can have, whatever it looks at. */
export const checkShape = z.strictObject({
  id: name.optional().meta({
    description:
      'A name for `depends`. Without it a check is called by its step and its number, such as `limit/1`.',
    examples: ['limited'],
  }),
  when: byHand.optional().meta({
    description:
      '`now`, the default, is at the end of the step; `ever` at any moment of it; `{holds: 2s}` from its end on for that long.',
    examples: ['ever', { holds: '2s' }],
  }),
  depends: byHand.optional().meta({
    description: 'Checks that must have passed; otherwise this one is skipped.',
    examples: ['limited', ['limit/1', 'box/1']],
  }),
  points: points
    .optional()
    .meta({ description: 'Its weight when labs are graded; 1 by default.', examples: [2] }),
  why: text.optional().meta({
    description: 'Shown with the verdict: why the kernel reports this.',
    examples: ['The kernel keeps the limit in this file, rounded down to whole pages.'],
  }),
  given: text.optional().meta({
    description:
      'Why this holds before the lab has done anything. Without it, `unboxed prove` rejects a check that passes on an untouched machine as vacuous.',
    examples: ['A machine that has just booted already runs dozens of processes.'],
  }),
})

/** What a variable can have instead of a value. */
export const variableShape = { pick: byHand }

/** A wrong solution: the lab, with something else run in some of its steps, or in another place. */
export const wrongShape = z.strictObject({
  text: text.meta({
    description: 'The misunderstanding behind it.',
    examples: ['Without --fork only the children of the shell are in the new namespace.'],
  }),
  run: byHand.optional().meta({
    description: 'By step id: what to run there instead. `run`, `in` or both are required.',
    examples: [{ box: 'sudo unshare --pid bash' }],
  }),
  in: byHand.optional().meta({
    description: 'By step id: the place that replaces the whole `in` of that step.',
    examples: [{ box: { cgroup: 'mygroup' } }],
  }),
  caught: text.meta({ description: 'The check that must fail.', examples: ['box/1'] }),
  says: text.meta({
    description: 'Text that the message to the learner must contain.',
    examples: ['expected 1'],
  }),
})

/** What `needs` can ask for with a key. */
export const needShape = z.strictObject({
  controller: word(controllerWords)
    .optional()
    .meta({ description: 'A cgroup controller.', examples: ['memory'] }),
  namespace: word(namespaceWords)
    .optional()
    .meta({ description: 'A kind of namespace.', examples: ['time'] }),
  command: text.optional().meta({ description: 'A program that must be in PATH.', examples: ['python3'] }),
  file: absolutePath.optional().meta({
    description: 'A file that must exist: how the kernel shows that it has a feature.',
    examples: ['/sys/kernel/cgroup/delegate'],
  }),
})

/** A process, where it is not named by `as`. Exactly one of the keys; it must match exactly one process. */
export const selectorShape = z.strictObject({
  cgroup: cgroupPath
    .optional()
    .meta({ description: 'The only process in this cgroup.', examples: ['mygroup'] }),
  'child-of': name.optional().meta({ description: 'The only child of this process.', examples: ['box'] }),
})

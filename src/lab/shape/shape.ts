import * as z from 'zod'
import { controllerNames } from '../../kernel/controller/name.ts'
import { absolutePath, cgroupPath, duration, hostname, name, points, text, texts, uid, word } from './leaf.ts'

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

export const labShape = z.strictObject({
  title: text.meta({
    description: 'What the learner knows at the end, as one sentence.',
    examples: ['A memory limit is a number in a file'],
  }),
  about: text.optional().meta({
    description: 'A paragraph to begin with: what this is about and where one meets it.',
    examples: ['`docker run --memory 512m` ends as one number in one file.'],
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
    description: 'Manual pages and kernel documents to read on.',
    examples: [['cgroups(7)', 'cgroup-v2: memory.max']],
  }),
  timeout: duration.prefault('120s').meta({
    description: 'How long the whole lab may take. A slow machine gets more time by itself.',
    examples: ['60s'],
  }),
  vars: byHand.optional().meta({
    description:
      'Values with a name: `${limit}` stands for it in everything below. `pick` draws one of several.',
    examples: [{ limit: '512MiB' }, { limit: { pick: ['256MiB', '512MiB'] } }],
  }),
  steps: byHand.meta({ description: 'What is done, one thing after the other.' }),
  equivalent: byHand.optional().meta({
    description:
      'Mutants that change nothing the kernel could tell, by the name that `unboxed prove` gives them, each with the reason.',
    examples: [{ 'box/late-limits': 'The shell has used no memory yet when the limit comes.' }],
  }),
  wrong: byHand.optional().meta({
    description:
      'Wrong solutions, kept to prove that they are caught, and that the learner is then told something that helps.',
  }),
})

export const stepShape = z.strictObject({
  id: name.meta({ description: 'The name of the step, unique in the lab.', examples: ['limit'] }),
  text: text.meta({
    description: 'What the learner reads before it.',
    examples: ['A cgroup is a directory; its limits are files in it.'],
  }),
  task: text.optional().meta({
    description: 'What the learner is asked to do where the lab is an exercise.',
    examples: ['Make the cgroup `mygroup` and let it use at most ${limit}.'],
  }),
  hints: texts.optional().meta({
    description: 'Help for the exercise, shown one at a time on request.',
    examples: [['`mkdir` makes the group.', 'The kernel takes bytes.']],
  }),
  as: name.optional().meta({
    description:
      'What is started keeps running under this name; later steps and checks speak of it. It means the program that `run` ends in, behind wrappers such as sudo. Without it the step ends when `run` does.',
    examples: ['box'],
  }),
  in: byHand.optional().meta({
    description: "The place in which `run` happens. What is not said is the machine's own.",
    examples: [{ namespaces: ['pid', 'mount'], cgroup: 'mygroup' }],
  }),
  run: text.meta({
    description:
      "Shell text for `bash` (`sh` where there is none), or lines to type into the shell that `in` names. `${cgroup}` is where the lab's cgroups are made, `${box.pid}` the number of a process that an earlier step named.",
    examples: ['echo ${limit.bytes} > ${cgroup}/mygroup/memory.max'],
  }),
  timeout: duration.prefault('30s').meta({
    description: 'How long the step may take. A slow machine gets more time by itself.',
    examples: ['5s'],
  }),
  expect: byHand.optional().meta({ description: 'What the kernel must say then: a list of checks.' }),
})

export const placeShape = z.strictObject({
  namespaces: z
    .array(word(namespaceWords), { error: 'a list of namespaces, such as `[pid, mount]`' })
    .min(1, { error: 'a list with something in it' })
    .optional()
    .meta({
      description:
        'New namespaces, unshared before `run`. With `pid` and `mount` together `/proc` is mounted anew.',
      examples: [['pid', 'mount']],
    }),
  cgroup: cgroupPath.optional().meta({
    description: 'The cgroup it runs in, below `${cgroup}`; made when it is not there.',
    examples: ['mygroup'],
  }),
  limits: byHand.optional().meta({
    description: 'Files of that cgroup, written in this order before any process is inside.',
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
      'Types `run` into this standing shell, by the name its step gave with `as`; nothing else can be said of the place then.',
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
    description: 'Checks that must have passed; otherwise this one is skipped, with the reason.',
    examples: ['limited', ['limit/1', 'box/1']],
  }),
  points: points
    .optional()
    .meta({ description: 'How much it weighs where labs are graded; 1 without it.', examples: [2] }),
  why: text.optional().meta({
    description: 'Shown with the verdict: why the kernel says so.',
    examples: ['The kernel keeps the limit in this file, rounded down to whole pages.'],
  }),
  given: text.optional().meta({
    description:
      'Why this is true before anything was done. Without it, a check that passes on an untouched machine is vacuous: `unboxed prove` refuses it.',
    examples: ['A machine that has just booted already runs dozens of processes.'],
  }),
})

/** What a variable can have instead of a value. */
export const variableShape = { pick: byHand }

/** A wrong solution: the lab, with something else run in some of its steps, or in another place. */
export const wrongShape = z.strictObject({
  text: text.meta({
    description: 'What was misunderstood.',
    examples: ['Without --fork only the children of the shell are in the new namespace.'],
  }),
  run: byHand.optional().meta({
    description: 'By the id of a step: what runs there instead. `run`, `in` or both are required.',
    examples: [{ box: 'sudo unshare --pid bash' }],
  }),
  in: byHand.optional().meta({
    description: 'By the id of a step: the place that replaces the whole `in` of that step.',
    examples: [{ box: { cgroup: 'mygroup' } }],
  }),
  caught: text.meta({ description: 'The check that must fail.', examples: ['box/1'] }),
  says: text.meta({
    description: 'What must stand in the message that the learner then sees.',
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
  command: text.optional().meta({ description: 'A program that can be found.', examples: ['python3'] }),
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

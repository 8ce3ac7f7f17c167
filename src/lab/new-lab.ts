import { fillTemplate, literal } from './template.ts'

/**
 * A lab to start from: it validates and passes, and its comments say what goes where.
 * `schema` is the schema that editors read, seen from the lab's folder; `file` is the lab's file as a word of a shell command.
 */
export function newLab({ title, schema, file }: { title: string; schema: string; file: string }): string {
  const comment = ` yaml-language-server: $schema=${schema}

 The line above lets an editor complete keys and explain facts. This lab passes as it is; change one thing at a time:

   unboxed validate ${file}
   unboxed run ${file}
   unboxed prove ${file}`
  return fillTemplate(template, comment, [[['title'], literal(title)]])
}

/** Filled in when the lab is read, not here. */
const limit = '${limit}'

const template = `# The claim in plain words, such as "A memory limit is a number in a file".
title: A title
about: >
  Why anyone should care, in two sentences. This one is about a cgroup that has room for ${limit} processes.

# How hard it is (easy, medium or hard), and how many minutes it takes by hand.
level: easy
minutes: 10

# What the lab requires. Where that is missing, the lab is unsupported, not failed.
needs: [pids]
# Further reading.
reads: [cgroups(7), "cgroup-v2: pids.max"]

# Drawn from a seed, so that an answer cannot be copied. The same seed draws the same value.
vars:
  limit: {pick: [10, 20, 30]}

# The steps, in order. A step with in: {shell: box} types into the shell that an earlier one left running (as: box, run: bash).
steps:
  - id: jar
    text: What the learner reads before the command. One idea, here that a limit is written before anyone is inside.
    task: What to do for somebody who does it by hand. Start a process in the cgroup \`jar\`, with room for ${limit}.
    hints:
      - What helps without giving it away. The file is called pids.max.
    # The process keeps running under this name. Without \`as\`, a step ends when its command does.
    as: sleeper
    # Where it runs. The cgroup is made and its limits are written first. Also: namespaces, user, root, hostname, shell.
    in: {cgroup: jar, limits: {pids.max: "${limit}"}}
    # The reference command. \`unboxed show\` prints all of them as a shell script.
    run: sleep 1000
    # What the kernel must report afterwards. Check the kernel, not the program: the report names the file that each fact is read from.
    expect:
      - process: sleeper
        cgroup: jar
        why: Why the kernel reports this. In cgroup v2, /proc/PID/cgroup is one line, the path of the cgroup.
      # A check that cannot fail checks nothing. Remove \`limits\` from the step and run the lab again: this one must fail.
      - cgroup: jar
        pids.max: ${limit}
        pids.current: 1
        why: The kernel keeps the limit in a file, and counts one process.

# What \`unboxed prove\` may change without any check seeing it, with the reason.
equivalent:
  jar/late-limits: The program starts no other process, so a limit that comes later finds the same one there.
`

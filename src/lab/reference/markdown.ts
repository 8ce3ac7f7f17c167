import { cgroupFiles, limitNames, limitTakes } from '../../kernel/cgroup-file.ts'
import { type SubjectKind, subjectKinds, subjects } from '../../subject/subject.ts'
import { courseShape, topicShape } from '../course/shape.ts'
import { maxBytes } from '../message.ts'
import { quantities } from '../shape/quantity.ts'
import {
  answerShape,
  checkShape,
  labShape,
  materialShape,
  needShape,
  placeShape,
  selectorShape,
  stepShape,
  wrongShape,
} from '../shape/shape.ts'
import { forms } from '../variable/variable.ts'
import { factTable, oneOfFamily } from './fact-table.ts'
import { keyTable } from './key-table.ts'
import { matcherGuide } from './matcher-guide.ts'
import { programTable } from './program-table.ts'
import { codes, table } from './table.ts'

/** The reference for authors, docs/lab-format.md, made from the definitions that lab files are read with. */
export function labFormatMarkdown(): string {
  const parts = [
    beginning,
    example,
    lab(),
    variables(),
    steps(),
    checks(),
    questions(),
    expectations(),
    subjectsPart(),
    proof(),
    courses(),
    programs(),
    strictness,
  ]
  return `${parts.map(part => part.trim()).join('\n\n')}\n`
}

const beginning = `
<!-- Made by \`node scripts/generate.mjs\` from src/lab and src/kernel. Changes here are lost. -->

# The lab format

A lab is a YAML file in \`labs/\`. It says what to do, step by step, and what the kernel must then say. The same file
demonstrates, sets an exercise, and judges it.

\`labs/namespace/mount.yaml\` is the lab \`namespace/mount\`: its path without \`.yaml\`. Labs of one folder are a topic. The file
[\`course.yaml\`](#a-course) gives the order of topics and labs. \`unboxed validate FILE\` checks a lab without running it, and an
editor that knows YAML checks and completes while you type, if the file begins with the comment below.
`

const example = `
\`\`\`yaml
# yaml-language-server: $schema=../lab.schema.json
title: A memory limit is a number in a file
needs: [memory]
vars:
  limit: {pick: [256MiB, 512MiB]}

steps:
  - id: limit
    text: A cgroup is a directory; its limits are files in it.
    run: |
      mkdir \${cgroup}/mygroup
      echo \${limit.bytes} > \${cgroup}/mygroup/memory.max
    expect:
      - cgroup: mygroup
        memory.max: \${limit}
        why: The kernel keeps the limit in this file.

  - id: box
    text: Now a process in its own PID and mount namespaces, inside that group.
    as: box
    in: {namespaces: [pid, mount], cgroup: mygroup}
    run: sleep 1000
    expect:
      - process: box
        pid: {inside: 1}
        namespaces: {pid: own, mnt: own, net: shared}
\`\`\`
`

function courses(): string {
  return `
## A course

A folder of labs is a course. The file \`course.yaml\` in it gives topics and labs their order:

\`\`\`yaml
# yaml-language-server: $schema=course.schema.json
title: What a container is made of
topics:
  - id: namespace
    title: "Namespaces: what a process can see"
    labs: [pid, mount, uts]
  - id: cgroup
    title: "Control groups: what processes may use"
    after: [namespace]
    labs: [memory-max]
\`\`\`

${keyTable(courseShape.shape)}

A topic of \`topics\` has:

${keyTable(topicShape.shape)}

The file is checked with the labs: a lab that is listed twice or does not exist, a topic that does not exist or that comes before one
that it builds on. Levels and minutes stand in the labs. Without \`course.yaml\`, digits in front of names give the order: \`1-namespace/2-mount.yaml\` is
also the lab \`namespace/mount\`, and a topic is called by the name of its folder.
`
}

function lab(): string {
  return `
## A lab

${keyTable(labShape.shape)}

An entry of \`needs\` is a bare word (a cgroup controller, a namespace, or \`ptrace\`, which the embedded VM otherwise forbids during a lab), or a map with one of these keys:

${keyTable(needShape.shape).replaceAll('**Required.** ', '')}

An entry of \`files\` is a text file or a script:

${keyTable(materialShape.shape)}

The files are removed after the lab, with the folders that were made for them. \`$$\{name}\` in a script is \`\${name}\` to its shell.
`
}

function variables(): string {
  const rows = Object.entries(forms).map(([form, { of, means }]) => [
    `\`\${name.${form}}\``,
    `a ${of === 'share' ? 'percentage' : of} as ${means}`,
  ])
  return `
## Variables

\`vars\` gives values a name. A value is a text or a number; \`{pick: [a, b]}\` is one of several, all of one kind, drawn from the
seed of the run, the name of the lab and the name of the variable. The same seed always draws the same.

Wherever text stands, \`\${name}\` is the value as it was written, and a form of it is the bare number for commands and files
that take no unit:

${table(['form', 'stands for'], rows)}

Whole numbers can be added to a variable that is a number, subtracted, multiplied and divided: \`\${limit.bytes / 2}\`, \`\${count * 3 + 1}\`.
The result must be a whole number too, whatever is drawn.

- \`\${cgroup}\` is where the lab's cgroups are made. Only the machine knows it, so it can stand in \`run\` and in what the learner
  reads, and nowhere else.
- \`\${box.pid}\` is the number of the process that an earlier step has named \`box\`, as the machine has it. Only a run knows it, so
  it can stand in \`run\` alone; as a shell script the lab has \`$box\` there.
- \`$name\` without braces belongs to the shell. To pass braces to the shell, write \`$\${name}\`: one dollar sign is removed.
- What was filled in is not looked at again, and the value of a variable cannot refer to another.
- Inside \`{ }\` and \`[ ]\` a variable must be quoted: \`{memory.max: "\${limit}"}\`.
- A name that \`vars\` does not define is a mistake.
`
}

function steps(): string {
  const limits = oneOfFamily(limitNames, name => cgroupFiles[name]?.family).map(name => [
    `\`${cgroupFiles[name]?.family?.name ?? name}\``,
    limitTakes(name) ?? '',
  ])
  return `
## Steps

${keyTable(stepShape.shape)}

A shell that a step starts holds its terminal: steps outside of it are done in another one, the first that is free. A shell that is told to \`exit\` frees it. \`terminal\` names
one instead. Any other process that a step starts runs in the background, and holds no terminal.

### The place of a step: \`in\`

${keyTable(placeShape.shape)}

\`limits\` can have these files of the cgroup, each as the kernel documents it:

${table(['limit', 'takes'], limits)}
`
}

function checks(): string {
  return `
## Checks

An entry of \`expect\` has one subject, and what is said of it: its facts. A check that says nothing is a mistake, because it
could only pass. Beside them it can have:

${keyTable(checkShape.shape)}

What does not exist yet is absent as well. So a check that something is absent (\`exists: false\`, \`alive: false\`) must have \`depends\`, naming
an earlier check that it was there, or \`given\`, if it never is.

A process is named by the \`as\` of this or an earlier step. Where nobody named it, it is found by what must be true of one
process alone:

${keyTable(selectorShape.shape)}
`
}

function questions(): string {
  return `
## Questions

A step may ask what the learner has to read from the machine. The right answer is what the kernel says at the end of the step, so it
cannot be copied from anybody. \`unboxed prove\` shows that a wrong answer and an empty one are refused.

\`\`\`yaml
- id: box
  text: A shell in a new PID namespace.
  as: box
  run: sudo unshare --fork --pid --mount-proc bash
  ask: Which number has that shell out here?
  answer: {process: box, fact: pid.outside}
\`\`\`

\`answer\` has a subject, as a check has, and:

${keyTable(answerShape.shape)}

\`fact\` is required, except for the machine, whose fact stands behind its own key: \`{host: processes}\`. A number is answered as it is
written in a lab: \`64MiB\`, \`20%\`, \`max\`. The verdict of the question of step \`box\` has the ID \`box/answer\`.
`
}

function expectations(): string {
  const units = Object.values(quantities).map(({ expected, units }) => [
    expected.replace(/, such as.*/, ''),
    codes(units.filter(unit => unit !== '')) || 'none',
    expected.replace(/.*such as /, ''),
  ])
  const guides = Object.values(matcherGuide).map(
    ({ title, means, examples }) => `**${title}.** ${means}\n\n${examples.map(asCheck).join('\n\n')}`,
  )
  return `
## What can be expected

The type of a fact decides how a value is written:

${table(['value', 'units', 'for example'], units)}

A size without a unit is in bytes; K, M, G and T are the powers of 1024 that the kernel means by them. \`MB\` is refused,
because it means 1000000 to some and 1048576 to others. Text is text, \`true\` and \`false\` can be written 1 and 0.

${guides.join('\n\n')}
`
}

function subjectsPart(): string {
  return ['## Subjects and their facts', outside, ...subjectKinds.map(subjectPart)].join('\n\n')
}

const outside = `On \`vm\`, what says *yes* under *outside* is also read in the memory of the machine, where no program in it can answer instead of the kernel. Both sides must
agree: [machines.md](machines.md#seen-from-both-sides) tells how. What *varies* changes to and fro by itself, so that a difference counts only if it would change the verdict. Everything else is
seen inside only: the text of files, links, routes and rules that a program prints, and what was in a process's own memory, such as its arguments. Output, exit codes and durations are *said*.`

function subjectPart(kind: SubjectKind): string {
  const { form, facts } = subjects[kind]
  const { means, examples, value } = form
  const all = value === 'expectation' ? examples.map(asCheck).join('\n\n') : asCheck(examples.join('\n'))
  const says = value === 'expectation' ? `${facts.value?.means} (${facts.value?.manual})` : factTable(facts)
  return [`### \`${kind}\``, means, all, says].join('\n\n')
}

function asCheck(text: string): string {
  const [first, ...rest] = text.split('\n')
  return ['```yaml', `- ${first}`, ...rest.map(line => `  ${line}`), '```'].join('\n')
}

function proof(): string {
  return `
## What a proof needs to know

\`unboxed prove\` shows of every check that it can fail ([authoring.md](authoring.md)). Three keys are for it: \`given\` of a check,
and two of the lab. \`equivalent\` names mutants that change nothing, each with the reason:

\`\`\`text
equivalent:
  box/late-limits: The shell has used no memory yet when the limit comes.
\`\`\`

An entry of \`wrong\` is a wrong solution, with:

${keyTable(wrongShape.shape)}
`
}

function programs(): string {
  return `## Programs

Beside bash, coreutils, grep, sed and what else is essential to Debian 13, \`vm\` and \`vagrant\` have the programs below. What a lab needs on
\`local\` as well it names in \`needs\`.

${table(
  ['Package', 'Programs', 'For'],
  Object.entries(programTable).map(([name, { programs, use }]) => [name, codes(programs), use]),
)}`
}

const strictness = `
## What is refused

A file with a mistake is not run at all. All mistakes are reported at once, each with its place and, where possible, with a change
that has been tried and is then accepted. Unknown keys and facts, duplicate keys, empty lists and undefined names are mistakes. So are:

- \`0755\`, \`1.10\` and \`1e3\` without quotes, which are the numbers 755, 1.1 and 1000 in YAML. Quote what is meant as text.
- A comment behind an unquoted text: \`text: foo # bar\` is only \`foo\` to YAML. Quote the text, or put the comment on a line of its own.
- Invisible characters and no-break spaces in anything but prose; in \`run\` also typographic quotes and dashes outside of quotes.
- A file is one YAML document of at most ${maxBytes / 1024} KiB, nested at most 64 levels deep.
- At most 16 aliases, and none inside of something that has an anchor itself. Tags (\`!name\`) are not used.
- A regular expression has at most 500 characters.
- A word that a fact can never be, such as \`CAP_SYSADMIN\` or \`cap_sys_admin\`: under \`not\` it would always pass.
- A check that something is absent, without \`depends\` and without \`given\`.
- \`ask\` without \`answer\`, and \`answer\` without \`ask\`.
- A file that is right only for some seeds: every value that a variable can have is tried.
`

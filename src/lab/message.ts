import { unsafe } from '../printable.ts'
import type { ProblemTable, ProblemText } from '../problem.ts'

/** The largest lab file, in bytes: a hundred times the longest one anybody wrote. */
export const maxBytes = 256 * 1024

/** Everything that can be wrong with a lab, in the project's own voice. Codes are stable; sentences may get better. */
export const labMessages = {
  // The file.
  'unknown-lab': (a: { meant?: string | undefined; known: readonly string[] }): ProblemText => ({
    what: `no lab has this name${didYouMean(a.meant)}`,
    remedy: a.known.length === 0 ? 'there are no labs here' : `the labs are: ${a.known.join(', ')}`,
  }),
  'ambiguous-lab': (a: { known: readonly string[] }): ProblemText => ({
    what: `several labs end in this name: ${a.known.join(', ')}`,
    remedy: 'write enough of the name to tell them apart',
  }),
  'duplicate-lab': (a: { id: string; other: string }): ProblemText => ({
    what: `two files are the lab ${quote(a.id)}; the other is ${a.other}`,
    remedy: 'rename one of them: the digits in front of a name only give the order',
  }),
  'no-labs': (_: object): ProblemText => ({
    what: 'no lab in this folder',
    remedy: 'a lab is a file that ends in `.yaml`',
  }),
  'wrong-ending': (_: object): ProblemText => ({
    what: 'a lab is a file that ends in `.yaml`',
    remedy: 'rename the file',
  }),
  'no-such-file': (_: object): ProblemText => ({ what: 'there is no such file' }),
  unreadable: (a: { reason: string }): ProblemText => ({ what: `cannot be read: ${a.reason}` }),
  'not-a-file': (a: { found: string }): ProblemText => ({
    what: `a lab must be an ordinary file, this is ${a.found}`,
  }),
  'too-big': (a: { bytes: number }): ProblemText => ({
    what: `a lab may have at most ${maxBytes} bytes, this file has ${a.bytes}`,
    remedy: 'make several labs of it, or let `run` produce its data',
  }),
  binary: (a: { found: string }): ProblemText => ({ what: `not a text file: it contains ${a.found}` }),
  empty: (_: object): ProblemText => ({
    what: 'the file is empty',
    remedy: 'a lab begins with `title: …` and has `steps`',
  }),
  'too-many-problems': (a: { more: number }): ProblemText => ({
    what: `and ${a.more} more problem${a.more === 1 ? '' : 's'} in this file`,
  }),

  // YAML.
  syntax: (a: { what: string; remedy?: string | undefined }): ProblemText => ({
    what: a.what,
    ...(a.remedy === undefined ? {} : { remedy: a.remedy }),
  }),
  'too-deep': (a: { depth: number }): ProblemText => ({ what: `nested more than ${a.depth} levels deep` }),
  'several-documents': (_: object): ProblemText => ({
    what: 'a second document begins here; a file is one lab',
    remedy: 'put it into a file of its own, or remove the `---`',
  }),
  'too-many-aliases': (a: { most: number }): ProblemText => ({
    what: `more than ${a.most} aliases in one file`,
    remedy: 'use `vars` for what is repeated',
  }),
  'nested-alias': (a: { name: string }): ProblemText => ({
    what: `the alias ${quote(`*${a.name}`)} stands inside something that has an anchor itself`,
    remedy: 'such a file can grow without bound when read: write one of the two out',
  }),
  'unknown-alias': (a: { name: string }): ProblemText => ({
    what: `the alias ${quote(`*${a.name}`)} has no anchor ${quote(`&${a.name}`)} before it`,
    remedy: 'text that begins with `*` must be quoted',
  }),
  'unknown-tag': (a: { tag: string }): ProblemText => ({
    what: `a lab has no use for the tag ${quote(a.tag)}`,
    remedy: 'text that begins with `!` must be quoted',
  }),
  'duplicate-key': (a: { key: string; line: number }): ProblemText => ({
    what: `${quote(a.key)} is here twice; the first is in line ${a.line}`,
  }),
  'key-not-text': (_: object): ProblemText => ({ what: 'a key must be a word' }),
  'odd-number': (a: { written: string; value: number }): ProblemText => ({
    what: `${quote(a.written)} without quotes is the number ${a.value} in YAML`,
    remedy: `quote it where the text is meant: \`"${clean(a.written)}"\``,
  }),

  // Keys and values.
  'unknown-key': (a: {
    key: string
    of: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `unknown key ${quote(a.key)}${didYouMean(a.meant)}`,
    remedy: `${a.of} can have: ${a.known.join(', ')}`,
  }),
  'missing-key': (a: { key: string; of: string; means: string }): ProblemText => ({
    what: `${a.of} must have ${quote(a.key)}`,
    remedy: a.means,
  }),
  'not-a-map': (a: { found: string }): ProblemText => ({
    what: `a lab is a map that begins with \`title: …\`; this is ${a.found}`,
  }),
  'bad-name': (a: { found: string; expected: string }): ProblemText => ({
    what: `${quote(a.found)} cannot be the name of a variable`,
    remedy: `it must be ${a.expected}`,
  }),
  'wrong-value': (a: {
    key: string
    expected: string
    found: string
    remedy?: string | undefined
  }): ProblemText => ({
    what: `${quote(a.key)} must be ${a.expected}; found ${a.found}`,
    ...(a.remedy === undefined ? {} : { remedy: a.remedy }),
  }),
  'not-quoted': (a: { key: string; found: string; written: string }): ProblemText => ({
    what: `${quote(a.key)} must be text; without quotes this is ${a.found}`,
    remedy: `quote it: \`"${clean(a.written)}"\``,
  }),
  'no-value': (a: { key: string }): ProblemText => ({ what: `${quote(a.key)} has no value` }),
  'unknown-word': (a: {
    key: string
    found: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `${quote(a.key)} cannot be ${a.found}${didYouMean(a.meant)}`,
    remedy: `it can be: ${a.known.join(', ')}`,
  }),
  'empty-list': (a: { key: string; remedy: string }): ProblemText => ({
    what: `${quote(a.key)} is empty`,
    remedy: a.remedy,
  }),
  'duplicate-item': (a: { key: string; item: string }): ProblemText => ({
    what: `${quote(a.item)} stands twice in ${quote(a.key)}`,
  }),
  'duplicate-id': (a: { id: string; of: string; line: number }): ProblemText => ({
    what: `${a.of} ${quote(a.id)} already exists, in line ${a.line}`,
    remedy: 'give one of them another name',
  }),

  // Variables.
  'undefined-variable': (a: {
    name: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `no variable is called ${quote(a.name)}${didYouMean(a.meant)}`,
    remedy: [
      a.known.length === 0 ? 'this lab has no `vars`' : `the variables are: ${a.known.join(', ')}`,
      `the shell's own is written ${quote(`$${a.name}`)} or ${quote(`$\${${a.name}}`)}`,
    ].join('\n'),
  }),
  'broken-reference': (a: { found: string }): ProblemText => ({
    what: `${quote(a.found)} is not \`\${name}\` or \`\${name.unit}\``,
    remedy: 'what is meant for the shell begins with two: `$${`',
  }),
  'reference-in-variable': (a: { found: string }): ProblemText => ({
    what: `the value of a variable cannot refer to another: ${quote(a.found)}`,
  }),
  'unknown-form': (a: {
    form: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `a variable has no form ${quote(a.form)}${didYouMean(a.meant)}`,
    remedy: `the forms are: ${a.known.join(', ')}`,
  }),
  'wrong-form': (a: { name: string; value: string; form: string; expected: string }): ProblemText => ({
    what: `${quote(`\${${a.name}.${a.form}}`)} needs ${a.expected}; ${quote(a.name)} can be ${quote(a.value)}`,
  }),
  'cgroup-out-of-place': (a: { key: string }): ProblemText => ({
    what: `\`\${cgroup}\` cannot stand in ${quote(a.key)}: only the machine knows it`,
    remedy:
      'it can stand in `run` and in what the learner reads; `cgroup: NAME` and `in: {cgroup: NAME}` are below it already',
  }),
  'escaped-cgroup': (_: object): ProblemText => ({
    what: "`$${cgroup}` would be taken for the lab's own `${cgroup}`",
    remedy: 'write `$cgroup` for the variable of the shell',
  }),
  'pid-out-of-place': (a: { name: string; key: string }): ProblemText => ({
    what: `${quote(`\${${a.name}.pid}`)} cannot stand in ${quote(a.key)}: the number is known when a step runs`,
    remedy: 'it can stand in `run`; a check names the process itself: `process: NAME`',
  }),
  'escaped-pid': (a: { name: string }): ProblemText => ({
    what: `${quote(`$\${${a.name}.pid}`)} would be taken for the number of a process`,
    remedy: `write ${quote(`\${${a.name}.pid}`)} if that is meant; a shell has no such variable`,
  }),
  'mixed-choices': (a: { first: string; found: string }): ProblemText => ({
    what: `all choices must be of one kind: the first is ${a.first}, this is ${a.found}`,
    remedy: 'a lab must be right for every seed',
  }),

  // Steps and checks.
  'limits-without-cgroup': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} needs a cgroup to write to`,
    remedy: 'name it beside: `cgroup: mygroup`',
  }),
  'unwritable-limit': (a: { key: string }): ProblemText => ({
    what: `the kernel only reports ${quote(a.key)}; it cannot be written`,
  }),
  'hostname-without-uts': (_: object): ProblemText => ({
    what: '`hostname` would rename the machine itself',
    remedy: 'add `uts` to `namespaces`',
  }),
  'named-pipeline': (a: { as: string }): ProblemText => ({
    what: `${quote(a.as)} could be any process of this pipeline`,
    remedy:
      'let a shell stand for all of them, by a command behind: `…; true`\nor start the one that is meant in a step of its own, without `|`',
  }),
  'named-background': (a: { as: string }): ProblemText => ({
    what: `nothing is left that ${quote(a.as)} could name: what ends in \`&\` runs on while its shell ends`,
    remedy: 'leave out the `&`: a step with `as` keeps running beside the next ones',
  }),
  'shell-alone': (a: { key: string; where: string }): ProblemText => ({
    what: `${quote(a.key)} cannot stand ${a.where} \`shell\`: the shell is where it is`,
    remedy: 'give it to the step that starts the shell',
  }),
  'unknown-name': (a: {
    name: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `no step up to here has \`as: ${clean(a.name)}\`${didYouMean(a.meant)}`,
    remedy:
      a.known.length === 0
        ? 'give the step that starts it a name with `as`'
        : `the names are: ${a.known.join(', ')}`,
  }),
  'later-name': (a: { name: string; line: number }): ProblemText => ({
    what: `${quote(a.name)} is not there yet: it is started in line ${a.line}`,
  }),
  'reserved-name': (a: { name: string; means: string }): ProblemText => ({
    what: `${quote(a.name)} already means ${a.means}`,
    remedy: 'choose another name',
  }),
  'unknown-check': (a: {
    id: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `no check before this one is called ${quote(a.id)}${didYouMean(a.meant)}`,
    remedy:
      a.known.length === 0 ? 'this is the first check' : `the checks before it are: ${a.known.join(', ')}`,
  }),
  'unknown-step': (a: { id: string; meant?: string | undefined; known: readonly string[] }): ProblemText => ({
    what: `no step is called ${quote(a.id)}${didYouMean(a.meant)}`,
    remedy: `the steps are: ${a.known.join(', ')}`,
  }),
  'no-subject': (a: { meant?: string | undefined; known: readonly string[] }): ProblemText => ({
    what: `a check must say what it looks at${didYouMean(a.meant)}`,
    remedy: `one of: ${a.known.join(', ')}`,
  }),
  'two-subjects': (a: { first: string; second: string }): ProblemText => ({
    what: `a check looks at one thing; this one has ${quote(a.first)} and ${quote(a.second)}`,
    remedy: 'make two checks of it',
  }),
  'unknown-fact': (a: {
    fact: string
    subject: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `${a.subject} has no fact ${quote(a.fact)}${didYouMean(a.meant)}`,
    remedy: `its facts are: ${a.known.join(', ')}`,
  }),
  'no-fact': (a: { subject: string; exists: boolean; known: readonly string[] }): ProblemText => ({
    what: `this check says nothing about ${a.subject}: it could only pass`,
    remedy: a.exists
      ? 'write `exists: true` if that is all that is meant'
      : `its facts are: ${a.known.join(', ')}`,
  }),
  'unknown-field': (a: {
    field: string
    of: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `${quote(a.of)} has no field ${quote(a.field)}${didYouMean(a.meant)}`,
    remedy: `its fields are: ${a.known.join(', ')}`,
  }),

  // Expectations.
  'always-true': (a: { key: string; what: string }): ProblemText => ({
    what: `${a.what} is true of every ${quote(a.key)}`,
    remedy: 'say what must be in it',
  }),
  'bad-pattern': (a: { reason: string }): ProblemText => ({ what: `not a regular expression: ${a.reason}` }),
  'ambiguous-pattern': (a: { text: string }): ProblemText => ({
    what: `${quote(a.text)} can be read as a path and as a regular expression`,
    remedy: `write ${quote(`/^${a.text.replaceAll('/', '\\/')}$/`)} for exactly that text; a slash within a regular expression is \`\\/\``,
  }),
  'unmatched-pattern': (a: { key: string; known: readonly string[] }): ProblemText => ({
    what: `this regular expression matches nothing that ${quote(a.key)} can be`,
    remedy: `it can be: ${a.known.join(', ')}`,
  }),
  'long-pattern': (a: { most: number }): ProblemText => ({
    what: `a regular expression may have at most ${a.most} characters`,
  }),
  'long-text': (a: { key: string; most: number; kept: string }): ProblemText => ({
    what: `the kernel keeps ${a.most} bytes of ${quote(a.key)}, and this is longer`,
    remedy: `write what it keeps, ${quote(a.kept)}, or ask for \`command\` or \`executable\``,
  }),
  'empty-range': (a: { low: string; high: string }): ProblemText => ({
    what: `nothing lies between ${quote(a.low)} and ${quote(a.high)}`,
    remedy: 'write the smaller one first',
  }),
  'several-keys': (a: { first: string; second: string; remedy: string }): ProblemText => ({
    what: `${quote(a.first)} and ${quote(a.second)} cannot stand together`,
    remedy: a.remedy,
  }),
  'unknown-matcher': (a: {
    key: string
    found: string
    meant?: string | undefined
    expected: string
    known: readonly string[]
  }): ProblemText => ({
    what: `${quote(a.found)} says nothing about ${quote(a.key)}${didYouMean(a.meant)}`,
    remedy: `it must be ${a.expected}, or a map with: ${a.known.join(', ')}`,
  }),
  'not-comparable': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} cannot be compared with another's here`,
    remedy: 'only what is asked of a process can be: the same is read of the other one',
  }),
  'wrong-matcher': (a: { key: string; matcher: string; expected: string }): ProblemText => ({
    what: `\`${clean(a.matcher)}\` cannot be asked of ${quote(a.key)}, which is ${a.expected}`,
  }),
} satisfies ProblemTable

export type LabMessages = typeof labMessages
export type LabCode = keyof LabMessages & string

/** Something of the author's in a message: short, and without characters that would move a terminal's cursor. */
export function quote(text: string): string {
  return `\`${clean(text)}\``
}

/** Control characters and the ends of long texts do not belong in a message. */
export function clean(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 77)}...` : text
  return short.replace(/\n/g, '⏎').replace(unsafe, '�')
}

function didYouMean(meant: string | undefined): string {
  return meant === undefined ? '' : `; did you mean ${quote(meant)}?`
}

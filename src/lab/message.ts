import { unsafe } from '../printable.ts'
import type { ProblemTable, ProblemText } from '../problem.ts'

/** The largest lab file, in bytes: a hundred times the longest one so far. */
export const maxBytes = 256 * 1024

/** Everything that can be wrong with a lab. Codes are stable; sentences may change. */
export const labMessages = {
  // The file.
  'unknown-lab': (a: { meant?: string | undefined; known: readonly string[] }): ProblemText => ({
    what: `there is no lab with this name${didYouMean(a.meant)}`,
    remedy: a.known.length === 0 ? 'this course has no labs' : `the labs are: ${a.known.join(', ')}`,
  }),
  'ambiguous-lab': (a: { known: readonly string[] }): ProblemText => ({
    what: 'several labs have a name that ends like this',
    remedy: `write one of: ${a.known.join(', ')}`,
  }),
  'duplicate-lab': (a: { id: string; other: string }): ProblemText => ({
    what: `this file and ${a.other} both define the lab ${quote(a.id)}`,
    remedy: 'rename one of them; the digits in front of a name only set the order and do not count',
  }),
  'no-labs': (_: object): ProblemText => ({
    what: 'this folder contains no labs',
    remedy: 'a lab is a file whose name ends in `.yaml`',
  }),
  'wrong-ending': (_: object): ProblemText => ({
    what: 'the name of a lab must end in `.yaml`',
    remedy: 'rename the file',
  }),
  'no-such-file': (_: object): ProblemText => ({ what: 'no such file or folder' }),
  unreadable: (a: { reason: string }): ProblemText => ({ what: `cannot read this file: ${a.reason}` }),
  'not-a-file': (a: { found: string }): ProblemText => ({
    what: `a lab must be a regular file; this is ${a.found}`,
  }),
  'too-big': (a: { bytes: number }): ProblemText => ({
    what: `this file has ${a.bytes} bytes; a lab may have at most ${maxBytes}`,
    remedy: 'split it into several labs, or let `run` generate the data',
  }),
  binary: (a: { found: string; remedy?: string | undefined }): ProblemText => ({
    what: `not a UTF-8 text file: ${a.found}`,
    ...(a.remedy === undefined ? {} : { remedy: a.remedy }),
  }),
  'line-ends': (_: object): ProblemText => ({
    what: 'the lines of this file end in carriage returns only, which YAML editors do not show as lines',
    remedy: "save it with Unix line endings, or convert it: `sed -i 's/\\r/\\n/g' FILE`",
  }),
  empty: (a: { of: DocumentKind }): ProblemText => ({
    what: 'the file is empty',
    remedy: documents[a.of].needs,
  }),
  'too-many-problems': (a: { more: number }): ProblemText => ({
    what: `and ${a.more} more problem${a.more === 1 ? '' : 's'} in this file`,
  }),

  // YAML.
  syntax: (a: { what: string; remedy?: string | undefined }): ProblemText => ({
    what: a.what,
    ...(a.remedy === undefined ? {} : { remedy: a.remedy }),
  }),
  'odd-character': (a: { character: string; name: string; plain: string }): ProblemText => ({
    what: `there is ${a.name} here (${codePoint(a.character)})${instead(a.plain)}`,
  }),
  tab: (a: { lines: number }): ProblemText => ({
    what: 'YAML does not allow tabs in indentation',
    remedy:
      a.lines > 1
        ? `use spaces; tabs indent ${a.lines} lines of this file, which \`expand -i -t 2 FILE\` converts`
        : 'replace each tab with spaces',
  }),
  'no-colon': (a: { key: string }): ProblemText => ({
    what: `the key ${quote(a.key)} needs a colon after it`,
  }),
  'no-space': (a: { key: string }): ProblemText => ({
    what: `${quote(`${a.key}:`)} needs a space after the colon`,
  }),
  'bad-dash': (a: { found: string }): ProblemText => ({
    what:
      a.found === '-'
        ? 'the dash of a list item needs a space after it'
        : `${quote(a.found)} does not begin a list item; YAML uses a dash and a space`,
  }),
  'no-dash': (_: object): ProblemText => ({ what: 'this line begins a list item, but has no `-`' }),
  'block-header': (a: { written: string; sign: string }): ProblemText => ({
    what: `an unquoted ${quote(a.sign)} begins a block of text in YAML`,
    remedy: 'quote it, or begin the text on the next line',
  }),
  'open-quote': (a: { quote: string }): ProblemText => ({
    what: `the quote ${quote(a.quote)} opened here is never closed`,
  }),
  'open-bracket': (a: { bracket: string; closing: string }): ProblemText => ({
    what: `${quote(a.bracket)} is opened here and never closed`,
    remedy: `add ${quote(a.closing)}`,
  }),
  unquoted: (_: object): ProblemText => ({
    what: 'this text must be quoted: unquoted, YAML does not read it as one text',
  }),
  indentation: (a: { found: number; right: number }): ProblemText => ({
    what: `this line is indented by ${spaces(a.found)}, which fits nothing above it`,
    remedy: `indent it by ${spaces(a.right)}; the keys of one map must start in the same column`,
  }),
  'code-fence': (_: object): ProblemText => ({
    what: 'this is a Markdown code fence, not YAML',
    remedy: 'remove the lines with the fences',
  }),
  'hidden-comment': (a: { comment: string }): ProblemText => ({
    what: `${quote(a.comment)} is a comment to YAML and would be left out of the text`,
    remedy: 'if it is part of the text, quote the text; if it is a comment, move it to a line of its own',
  }),
  'merge-key': (_: object): ProblemText => ({
    what: 'labs do not support YAML merge keys (`<<`)',
    remedy: 'repeat the keys here, or use `vars` for repeated values',
  }),
  'too-deep': (a: { depth: number }): ProblemText => ({
    what: `this is nested more than ${a.depth} levels deep`,
    remedy: 'a lab needs about eight levels; is a bracket not closed?',
  }),
  'several-documents': (a: { of: DocumentKind }): ProblemText => ({
    what: `a second YAML document begins here, but a file holds one ${a.of}`,
    remedy: 'move it to a file of its own',
  }),
  'too-many-aliases': (a: { most: number }): ProblemText => ({
    what: `a lab may use at most ${a.most} aliases`,
    remedy: 'use `vars` for repeated values',
  }),
  'nested-alias': (a: { name: string }): ProblemText => ({
    what: `the alias ${quote(`*${a.name}`)} is inside a value that has an anchor itself`,
    remedy: 'nested aliases can expand without bound; write one of the two out',
  }),
  'unknown-alias': (a: { name: string }): ProblemText => ({
    what: `an unquoted \`*\` begins a YAML alias, and there is no anchor ${quote(`&${a.name}`)}`,
    remedy: 'quote text that begins with `*`',
  }),
  'unknown-tag': (a: { tag: string }): ProblemText => ({
    what: `an unquoted \`!\` begins a YAML tag, and labs have no tag ${quote(a.tag)}`,
    remedy: 'write `{not: …}` for anything else, or quote text that begins with `!`',
  }),
  'duplicate-key': (a: { key: string; line: number }): ProblemText => ({
    what: `the key ${quote(a.key)} is already on line ${a.line}`,
    remedy: 'remove one of the two; is a `-` missing, which would begin a new list item?',
  }),
  'key-not-text': (a: { found: string }): ProblemText => ({
    what: `a key must be a word; found ${a.found}`,
    remedy: 'quote it if it is meant as text; a variable with braces must always be quoted',
  }),
  'odd-number': (a: { written: string; value: number }): ProblemText => ({
    what: `YAML reads an unquoted ${quote(a.written)} as the number ${a.value}`,
    remedy: `write ${quote(String(a.value))} for the number; quote it for the text`,
  }),

  // Keys and values.
  'unknown-key': (a: {
    key: string
    of: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `${a.of} has no key ${quote(a.key)}${didYouMean(a.meant)}`,
    remedy: `the keys are: ${a.known.join(', ')}`,
  }),
  'missing-key': (a: { key: string; of: string; means: string }): ProblemText => ({
    what: `${a.of} must have ${quote(a.key)}`,
    remedy: a.means,
  }),
  'not-a-map': (a: { of: DocumentKind; found: string }): ProblemText => ({
    what: `a ${a.of} must be a map of keys and values; found ${a.found}`,
    remedy: documents[a.of].begins,
  }),
  'bad-name': (a: { found: string; expected: string }): ProblemText => ({
    what: `${quote(a.found)} is not a valid name for a variable`,
    remedy: `use ${a.expected}`,
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
  'not-quoted': (a: { key: string; found: string }): ProblemText => ({
    what: `${quote(a.key)} must be text, but YAML reads this unquoted value as ${a.found}`,
    remedy: 'put it in quotes',
  }),
  'no-value': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} has no value`,
    remedy: 'write a value after the colon, or remove the key',
  }),
  'unknown-word': (a: {
    key: string
    found: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `${quote(a.key)} cannot be ${a.found}${didYouMean(a.meant)}`,
    remedy: `use one of: ${a.known.join(', ')}`,
  }),
  'duplicate-item': (a: { key: string; item: string }): ProblemText => ({
    what: `${quote(a.key)} lists ${quote(a.item)} twice`,
    remedy: 'remove one of them',
  }),
  'duplicate-id': (a: { id: string; of: string; line: number }): ProblemText => ({
    what: `${a.of} ${quote(a.id)} is already defined on line ${a.line}`,
    remedy: 'change one of the two',
  }),

  // Variables.
  'undefined-variable': (a: {
    name: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `\`vars\` defines no ${quote(a.name)}${didYouMean(a.meant)}`,
    remedy: [
      a.known.length === 0 ? 'this lab has no `vars`' : `the variables are: ${a.known.join(', ')}`,
      `for a shell variable, write ${quote(`$${a.name}`)} or ${quote(`$\${${a.name}}`)}`,
    ].join('\n'),
  }),
  'broken-reference': (a: { found: string }): ProblemText => ({
    what: `${quote(a.found)} is not a reference to a variable, \`\${name}\` or \`\${name.unit}\`, nor a calculation such as \`\${name.unit / 2}\``,
    remedy: 'to leave it to the shell, double the dollar sign: `$${`',
  }),
  'wrong-arithmetic': (a: { written: string; because: string; write?: string | undefined }): ProblemText => ({
    what: `${quote(a.written)} cannot be calculated: ${a.because}`,
    ...(a.write === undefined ? {} : { remedy: `write ${quote(a.write)}` }),
  }),
  'reference-in-variable': (a: { found: string }): ProblemText => ({
    what: `the value of a variable cannot refer to a variable: ${quote(a.found)}`,
    remedy: 'write the value out',
  }),
  'unknown-form': (a: {
    form: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `variables have no unit ${quote(a.form)}${didYouMean(a.meant)}`,
    remedy: `the units are: ${a.known.join(', ')}`,
  }),
  'wrong-form': (a: { name: string; value: string; form: string; expected: string }): ProblemText => ({
    what: `${quote(`\${${a.name}.${a.form}}`)} needs ${a.expected}, but ${quote(a.name)} can be ${quote(a.value)}`,
    remedy: `write ${quote(`\${${a.name}}`)} for the value as it is, or use a unit that fits it`,
  }),
  'cgroup-out-of-place': (a: { key: string }): ProblemText => ({
    what: `\`\${cgroup}\` cannot be used in ${quote(a.key)}: its path is only known on the machine`,
    remedy:
      'use it in `run` and in text for the learner; `cgroup: NAME` and `in: {cgroup: NAME}` are relative to it already',
  }),
  'escaped-cgroup': (_: object): ProblemText => ({
    what: "`$${cgroup}` would be mistaken for the lab's own `${cgroup}`",
    remedy: 'write `$cgroup` for the shell variable',
  }),
  'pid-out-of-place': (a: { name: string; key: string }): ProblemText => ({
    what: `${quote(`\${${a.name}.pid}`)} cannot be used in ${quote(a.key)}: the PID is only known during a run`,
    remedy: 'use it in `run`; a check refers to a process by name: `process: NAME`',
  }),
  'escaped-pid': (a: { name: string }): ProblemText => ({
    what: `${quote(`$\${${a.name}.pid}`)} would be mistaken for the PID of a process`,
    remedy: `write ${quote(`\${${a.name}.pid}`)} for the PID; a shell variable cannot have such a name`,
  }),
  'mixed-choices': (a: { first: string; found: string }): ProblemText => ({
    what: `all values of \`pick\` must be of one kind; the first is ${a.first}, this is ${a.found}`,
    remedy: 'the lab must work whichever value is drawn',
  }),

  // Files.
  'too-much-material': (a: {
    files: number
    bytes: number
    mostFiles: number
    mostBytes: number
  }): ProblemText => ({
    what: `a lab may bring at most ${a.mostFiles} files with ${a.mostBytes} bytes; these are ${a.files} with ${a.bytes}`,
    remedy: 'let `run` generate the data',
  }),

  // Steps and checks.
  'limits-without-cgroup': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} needs a cgroup to apply to`,
    remedy: 'add `cgroup: NAME` to `in`',
  }),
  'unwritable-limit': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} is read-only in the kernel`,
    remedy: 'remove it from `limits`; check it under `expect` instead',
  }),
  'hostname-without-uts': (_: object): ProblemText => ({
    what: 'without a UTS namespace, `hostname` would rename the machine itself',
    remedy: 'add `uts` to `namespaces`',
  }),
  'named-pipeline': (a: { as: string }): ProblemText => ({
    what: `${quote(a.as)} is ambiguous: it could name any process of this pipeline`,
    remedy:
      'to name the shell that runs the pipeline, add a command after it: `…; true`\nto name one of the processes, start it in a step of its own, without `|`',
  }),
  'named-background': (a: { as: string }): ProblemText => ({
    what: `\`&\` lets the shell exit at once, so ${quote(a.as)} would name no process`,
    remedy: 'remove the `&`: a step with `as` keeps running during the steps that follow',
  }),
  'shell-alone': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} cannot be combined with \`shell\`: commands run where that shell already is`,
    remedy: 'move it to the step that starts the shell',
  }),
  'unknown-name': (a: {
    name: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `no step so far has \`as: ${clean(a.name)}\`${didYouMean(a.meant)}`,
    remedy:
      a.known.length === 0
        ? 'give the step that starts the process a name with `as`'
        : `the processes so far are: ${a.known.join(', ')}`,
  }),
  'own-name': (a: { name: string; key: string; known: readonly string[] }): ProblemText => ({
    what: `${quote(a.name)} would be compared with itself, which always matches`,
    remedy: `write \`host\`${a.known.length === 0 ? '' : ` or another process (${a.known.join(', ')})`} after ${quote(a.key)}`,
  }),
  'never-itself': (a: { name: string; key: string }): ProblemText => ({
    what: `${quote(a.name)} can never stand in its own ${quote(a.key)}`,
    remedy: 'name another process',
  }),
  'later-name': (a: { name: string; line: number; isOwn: boolean }): ProblemText => ({
    what: a.isOwn
      ? `${quote(a.name)} is not running yet: this step starts it`
      : `${quote(a.name)} is not running yet: a later step starts it, on line ${a.line}`,
    remedy: a.isOwn ? 'do this in a step after it' : 'move this to that step or after it',
  }),
  'reserved-name': (a: { name: string; means: string }): ProblemText => ({
    what: `${quote(a.name)} is reserved for ${a.means}`,
    remedy: 'choose another name',
  }),
  'unknown-check': (a: {
    id: string
    meant?: string | undefined
    /** The line on which a later check has the id. */
    later?: number | undefined
    known: readonly string[]
  }): ProblemText => ({
    what:
      a.later === undefined
        ? `no earlier check has the id ${quote(a.id)}${didYouMean(a.meant)}`
        : `the check ${quote(a.id)} is not earlier than this one: it is on line ${a.later}`,
    remedy:
      a.known.length === 0
        ? 'there is no check before this one'
        : `the checks before this one are: ${a.known.join(', ')}`,
  }),
  'bare-absence': (a: { fact: string; meant?: string | undefined }): ProblemText => ({
    what: `${quote(a.fact)} also holds before anything was done, so this check must rest on an earlier one`,
    remedy:
      a.meant === undefined
        ? 'add `depends: ID`, naming an earlier check that shows that it was there, or `given: REASON` if it never is'
        : `add \`depends: ${clean(a.meant)}\`, the check that it was there`,
  }),
  'unknown-step': (a: { id: string; meant?: string | undefined; known: readonly string[] }): ProblemText => ({
    what: `no step has the id ${quote(a.id)}${didYouMean(a.meant)}`,
    remedy: `the steps are: ${a.known.join(', ')}`,
  }),
  'no-subject': (a: {
    meant?: string | undefined
    /** A fact that only one kind of subject has. */
    fact?: { readonly name: string; readonly kind: string } | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `this check does not say what to look at${didYouMean(a.meant)}`,
    remedy: a.fact
      ? `${quote(a.fact.name)} is a fact of a ${a.fact.kind}; add which: \`${a.fact.kind}: …\``
      : `add one of: ${a.known.join(', ')}`,
  }),
  'two-subjects': (a: { first: string; second: string }): ProblemText => ({
    what: `a check looks at one thing, but this one has both ${quote(a.first)} and ${quote(a.second)}`,
    remedy: 'split it into two checks',
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
    what: `this check expects nothing of ${a.subject}, so it could never fail`,
    remedy: a.exists
      ? `add what to expect, such as \`${a.known.find(name => name !== 'exists')}: …\`, or \`exists: true\` to check only that it exists`
      : `add one of: ${a.known.join(', ')}`,
  }),
  'not-read': (a: { subject: string }): ProblemText => ({
    what: `a question must be about what the kernel says, and ${a.subject} is what a program did`,
    remedy: 'ask for a fact of a process, a cgroup, a mount, a file, a link or the host',
  }),
  'several-values': (a: { fact: string; fields: readonly string[] }): ProblemText => ({
    what: `${quote(a.fact)} is more than one value, so it cannot be the answer to a question`,
    ...(a.fields.length === 0 ? {} : { remedy: `ask for one of: ${a.fields.join(', ')}` }),
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

  // A course.
  'unknown-topic': (a: {
    id: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `the course has no topic ${quote(a.id)}${didYouMean(a.meant)}`,
    remedy: `the topics are: ${a.known.join(', ')}`,
  }),
  'later-topic': (a: { id: string; line: number }): ProblemText => ({
    what: `the topic ${quote(a.id)} is not earlier than this one: it is on line ${a.line}`,
    remedy: 'a topic comes after those it builds on: move one of the two, or remove this name',
  }),
  'unlisted-labs': (a: { ids: readonly string[] }): ProblemText => ({
    what: `the course does not list ${a.ids.join(', ')}`,
    remedy: 'add each to the `labs` of its topic, where a learner is to do it',
  }),
  'unknown-claim': (a: {
    id: string
    meant?: string | undefined
    known: readonly string[]
  }): ProblemText => ({
    what: `\`claims\` has no ${quote(a.id)}${didYouMean(a.meant)}`,
    remedy: `the claims are: ${a.known.join(', ')}`,
  }),

  // Expectations.
  'always-true': (a: { key: string; what: string }): ProblemText => ({
    what: `${a.what} always matches, so ${quote(a.key)} could never fail`,
    remedy: 'say what it must contain',
  }),
  'bad-pattern': (a: { reason: string }): ProblemText => ({
    what: `invalid regular expression: ${a.reason}`,
  }),
  'ambiguous-pattern': (a: { text: string }): ProblemText => ({
    what: `${quote(a.text)} could be a path or a regular expression`,
    remedy: `for the path, write ${quote(`/^${a.text.replaceAll('/', '\\/')}$/`)}; in a regular expression, write each slash as \`\\/\``,
  }),
  'unmatched-pattern': (a: { key: string; known: readonly string[] }): ProblemText => ({
    what: `this regular expression matches none of the values that ${quote(a.key)} can have`,
    remedy: `the values are: ${a.known.join(', ')}`,
  }),
  'long-pattern': (a: { most: number }): ProblemText => ({
    what: `a regular expression may have at most ${a.most} characters`,
  }),
  'long-text': (a: { key: string; most: number; kept: string }): ProblemText => ({
    what: `the kernel cuts ${quote(a.key)} off after ${a.most} bytes, so this text would never match`,
    remedy: `write what is left, ${quote(a.kept)}, or check \`command\` or \`executable\``,
  }),
  'empty-range': (a: { low: string; high: string }): ProblemText => ({
    what: `no value is between ${quote(a.low)} and ${quote(a.high)}`,
    remedy: 'write the smaller value first',
  }),
  'several-keys': (a: { first: string; second: string; remedy: string }): ProblemText => ({
    what: `${quote(a.first)} and ${quote(a.second)} cannot be combined`,
    remedy: a.remedy,
  }),
  'unknown-matcher': (a: {
    key: string
    found: string
    meant?: string | undefined
    expected: string
    known: readonly string[]
  }): ProblemText => ({
    what: `${quote(a.found)} is not an expectation for ${quote(a.key)}${didYouMean(a.meant)}`,
    remedy: `write ${a.expected}${a.known.includes('between') ? ', a comparison such as `< VALUE` or `>= VALUE`' : ''}, or a map with one of: ${a.known.join(', ')}`,
  }),
  'not-comparable': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} cannot be compared with that of another process here`,
    remedy:
      'only facts of a process can, and what a namespace is: use `process: NAME` as the subject of the check',
  }),
  'not-growing': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} has no value at the beginning of a step to compare with`,
    remedy:
      '`grown-by` is for single numbers of the kernel, such as `memory.events: {oom_kill: {grown-by: 1}}`',
  }),
  'no-past': (a: { key: string; matcher: string }): ProblemText => ({
    what: `${quote(a.key)} has no value at the end of an earlier step to compare with`,
    remedy: `${quote(a.matcher)} is for a whole fact that is read from the kernel, or a field of one`,
  }),
  'no-earlier-step': (a: {
    id: string
    meant?: string | undefined
    isLater: boolean
    known: readonly string[]
  }): ProblemText => ({
    what: a.isLater
      ? `step ${quote(a.id)} is not over when this is checked`
      : `no step before this one has the id ${quote(a.id)}${didYouMean(a.meant)}`,
    remedy:
      a.known.length === 0
        ? 'this is the first step: move the check to a later one'
        : `the steps before it are: ${a.known.join(', ')}`,
  }),
  'not-yet-running': (a: { name: string; step: string; line: number }): ProblemText => ({
    what: `${quote(a.name)} was not running at the end of step ${quote(a.step)}: a later step starts it, on line ${a.line}`,
    remedy: 'compare with that step or one after it',
  }),
  'no-ratio': (a: { key: string }): ProblemText => ({
    what: `${quote(a.key)} has no other of its kind to compare with here`,
    remedy: '`ratio-to` is for a single number that is read from the kernel of one of several subjects',
  }),
  'own-ratio': (a: { subject: string }): ProblemText => ({
    what: `${quote(a.subject)} would be compared with itself, to which its ratio is always 1`,
    remedy: 'name another one after `ratio-to`',
  }),
  'other-kind': (a: { found: string; kind: string; noun: string }): ProblemText => ({
    what: `${quote(a.found)} has other facts than ${a.noun}, with which it would be compared`,
    remedy: `name ${a.noun}: \`{${a.kind}: …}\``,
  }),
  'wrong-matcher': (a: { key: string; matcher: string; expected: string }): ProblemText => ({
    what: `${quote(a.matcher)} cannot be used with ${quote(a.key)}, which must be ${a.expected}`,
  }),
} satisfies ProblemTable

export type LabMessages = typeof labMessages
export type LabCode = keyof LabMessages & string

/** What a file can be, and what its author is told who has not begun it. */
const documents = {
  lab: {
    needs: 'a lab needs `title: …` and `steps:`; `unboxed new TOPIC/NAME` writes one to start from',
    begins: 'begin the file with `title: …`, then `steps:` and a list of steps below it',
  },
  course: {
    needs: 'a course needs `title: …` and `topics:`',
    begins: 'begin the file with `title: …`, then `topics:` and a list of topics below it',
  },
}

export type DocumentKind = keyof typeof documents

/** A message as data. */
export type LabMessage = {
  [C in LabCode]: { readonly code: C; readonly args: Parameters<LabMessages[C]>[0] }
}[LabCode]

/** The prose of a message. */
export function wording({ code, args }: LabMessage): { readonly message: string; readonly remedy?: string } {
  const { what, remedy } = (labMessages[code] as (args: unknown) => ProblemText)(args)
  return remedy === undefined ? { message: what } : { message: what, remedy }
}

/** The author's own text in a message: short, and without characters that would move a terminal's cursor. */
export function quote(text: string): string {
  return `\`${clean(text)}\``
}

/** Drops control characters and the end of a long text. */
export function clean(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 77)}...` : text
  return short.replace(/\n/g, '⏎').replace(unsafe, '�')
}

function didYouMean(meant: string | undefined): string {
  return meant === undefined ? '' : `; did you mean ${quote(meant)}?`
}

const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

const plainWords: Readonly<Record<string, string>> = { '': 'remove it', ' ': 'use an ordinary space' }

const instead = (plain: string) => `; ${plainWords[plain] ?? `use \`${plain}\``}`

const spaces = (count: number) => `${count} space${count === 1 ? '' : 's'}`

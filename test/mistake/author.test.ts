import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadLabs } from '../../src/command/load-labs.ts'
import { renderLabProblems } from '../../src/report/problem.ts'
import type { Mistake } from './mistake.ts'

const lab = `title: A lab
needs: [pid]
vars:
  limit: {pick: [10, 20]}
steps:
  - id: one
    text: A step.
    as: box
    run: sleep 1000
    expect:
      - process: box
        exists: true
      - host:
          processes: "> 20"
        given: It has booted.
  - id: two
    text: Another step.
    run: echo foo
    timeout: 5s
    expect:
      - output: stdout
        text: foo
      - exit: 0
`

/** A line of the lab, and what the author wrote in its place. */
interface AuthorMistake extends Mistake {
  readonly line: string
  readonly written: string
}

const mistakes: readonly AuthorMistake[] = [
  {
    done: 'wrote a comparison without quotes',
    line: 'processes: "> 20"',
    written: 'processes: > 20',
    says: [
      'lab.yaml:14:22  an unquoted `>` begins a block of text in YAML',
      '  14 |           processes: > 20',
      '     |                      ^^^^',
      '     = quote it, or begin the text on the next line',
      '     = write `processes: "> 20"`',
      '',
    ].join('\n'),
    do: 'put `"> 20"` in quotes',
  },
  {
    done: 'wrote `!=` for "not"',
    line: '- exit: 0',
    written: '- exit: != 0',
    says: [
      'lab.yaml:23:15  an unquoted `!` begins a YAML tag, and labs have no tag `!=`',
      '  23 |       - exit: != 0',
      '     |               ^^',
      '     = write `{not: …}` for anything else, or quote text that begins with `!`',
      '     = write `exit: {not: 0}`',
      '',
    ].join('\n'),
    do: 'write `exit: {not: 0}`',
  },
  {
    done: 'copied a line with a no-break space from a web page',
    line: '    run: echo foo',
    written: '    run:\u00a0echo foo',
    says: [
      'lab.yaml:18:9  there is a no-break space here (U+00A0); use an ordinary space',
      '  18 |     run:\u00a0echo foo',
      '     |         ^',
      '     = write `run: echo foo`',
      '',
    ].join('\n'),
    do: 'replace the no-break space before `echo` with an ordinary one',
  },
  {
    done: 'indented a line with a tab',
    line: '    run: echo foo',
    written: '\trun: echo foo',
    says: [
      'lab.yaml:18:1  YAML does not allow tabs in indentation',
      '  18 | \trun: echo foo',
      '     | ^',
      '     = replace each tab with spaces',
      '     = write `run: echo foo`',
      '',
    ].join('\n'),
    do: 'indent the line with spaces',
  },
  {
    done: 'forgot the colon after a key',
    line: '    run: echo foo',
    written: '    run echo foo',
    says: [
      'lab.yaml:18:5  the key `run` needs a colon after it',
      '  18 |     run echo foo',
      '     |     ^^^^^^^^^^^^',
      '     = write `run: echo foo`',
      '',
    ].join('\n'),
    do: 'write `run: echo foo`',
  },
  {
    done: 'put a colon into a title',
    line: 'title: A lab',
    written: 'title: A lab: the first',
    says: [
      'lab.yaml:1:8  this text must be quoted: unquoted, YAML does not read it as one text',
      '  1 | title: A lab: the first',
      '    |        ^^^^^^^^^^^^^^^^',
      '    = write `title: "A lab: the first"`',
      '',
    ].join('\n'),
    do: 'quote the title',
  },
  {
    done: 'never closed a quote',
    line: '    run: echo foo',
    written: '    run: "echo foo',
    says: [
      'lab.yaml:18:10  the quote `"` opened here is never closed',
      '  18 |     run: "echo foo',
      '     |          ^',
      '     = write `run: "echo foo"`',
      '',
    ].join('\n'),
    do: 'close the quote after `foo`',
  },
  {
    done: "wrote a step's key one space too far in",
    line: '    run: echo foo',
    written: '     run: echo foo',
    says: [
      'lab.yaml:18:1  this line is indented by 5 spaces, which fits nothing above it',
      '  18 |      run: echo foo',
      '     | ^^^^^',
      '     = indent it by 4 spaces; the keys of one map must start in the same column',
      '',
    ].join('\n'),
    do: 'indent `run` by four spaces, as the keys above it',
  },
  {
    done: 'misspelt a key',
    line: '    expect:\n      - output',
    written: '    expct:\n      - output',
    says: [
      'lab.yaml:20:5  a step has no key `expct`; did you mean `expect`?',
      '  20 |     expct:',
      '     |     ^^^^^',
      '     = the keys are: id, text, task, hints, as, terminal, in, run, timeout, expect, ask, answer',
      '',
    ].join('\n'),
    do: 'rename `expct` to `expect`',
  },
  {
    done: 'misspelt the name of a process',
    line: '      - process: box',
    written: '      - process: bix',
    says: [
      'lab.yaml:11:18  no step so far has `as: bix`; did you mean `box`?',
      '  11 |       - process: bix',
      '     |                  ^^^',
      '     = the processes so far are: box',
      '',
    ].join('\n'),
    do: 'write `process: box`',
  },
  {
    done: 'wrote a time-out without a unit',
    line: '    timeout: 5s',
    written: '    timeout: 5',
    says: [
      'lab.yaml:19:14  `timeout` must be a duration, such as `500ms` or `30s`; found the number 5',
      '  19 |     timeout: 5',
      '     |              ^',
      '     = add the unit: `5s` or `5ms`',
      '',
    ].join('\n'),
    do: 'write `5s`',
  },
  {
    done: 'used a variable of the shell with braces',
    line: '    run: echo foo',
    written: '    run: echo ${HOME}',
    says: [
      'lab.yaml:18:15  `vars` defines no `HOME`',
      '  18 |     run: echo ${HOME}',
      '     |               ^^^^^^^',
      '     = the variables are: limit',
      '     = for a shell variable, write `$HOME` or `$${HOME}`',
      '',
    ].join('\n'),
    do: 'write `$HOME` or `$${HOME}`',
  },
  {
    done: 'misspelt a variable of the lab',
    line: '    run: echo foo',
    written: '    run: echo ${limt}',
    says: [
      'lab.yaml:18:15  `vars` defines no `limt`; did you mean `limit`?',
      '  18 |     run: echo ${limt}',
      '     |               ^^^^^^^',
      '     = the variables are: limit',
      '     = for a shell variable, write `$limt` or `$${limt}`',
      '',
    ].join('\n'),
    do: 'write `${limit}`',
  },
  {
    done: "gave a step's command as `true`",
    line: '    run: echo foo',
    written: '    run: true',
    says: [
      'lab.yaml:18:10  `run` must be text, but YAML reads this unquoted value as true',
      '  18 |     run: true',
      '     |          ^^^^',
      '     = put it in quotes',
      '     = write `run: "true"`',
      '',
    ].join('\n'),
    do: 'write `run: "true"`',
  },
  {
    done: 'wrote a map where a list belongs',
    line: '    expect:\n      - output: stdout\n        text: foo\n      - exit: 0',
    written: '    expect: {exit: 0}',
    says: [
      'lab.yaml:20:13  `expect` must be a list of checks, each a map such as `- exit: 0`; found a map',
      '  20 |     expect: {exit: 0}',
      '     |             ^^^^^^^^^',
      '     = write `expect: [{exit: 0}]`',
      '',
    ].join('\n'),
    do: 'write `expect: [{exit: 0}]`',
  },
  {
    done: 'gave two steps the same id',
    line: '- id: two',
    written: '- id: one',
    says: [
      'lab.yaml:16:9  the step `one` is already defined on line 6',
      '  16 |   - id: one',
      '     |         ^^^',
      '     = change one of the two',
      '',
    ].join('\n'),
    do: 'rename one of the two steps',
  },
  {
    done: 'left a `#` in unquoted text',
    line: '    text: Another step.',
    written: '    text: Another step #2.',
    says: [
      'lab.yaml:17:24  `#2.` is a comment to YAML and would be left out of the text',
      '  17 |     text: Another step #2.',
      '     |                        ^^^',
      '     = if it is part of the text, quote the text; if it is a comment, move it to a line of its own',
      '     = write `text: "Another step #2."`',
      '',
    ].join('\n'),
    do: 'quote the text',
  },
  {
    done: 'wrote a check that says nothing',
    line: '        exists: true\n',
    written: '',
    says: [
      'lab.yaml:11:9  this check expects nothing of a process, so it could never fail',
      '  11 |       - process: box',
      '     |         ^^^^^^^',
      '     = add what to expect, such as `alive: …`, or `exists: true` to check only that it exists',
      '',
    ].join('\n'),
    do: 'add `exists: true`, or a fact',
  },
  {
    done: 'ran a named step in the background',
    line: '    run: sleep 1000',
    written: '    run: sleep 1000 &',
    says: [
      'lab.yaml:9:10  `&` lets the shell exit at once, so `box` would name no process',
      '  9 |     run: sleep 1000 &',
      '    |          ^^^^^^^^^^^^',
      '    = remove the `&`: a step with `as` keeps running during the steps that follow',
      '',
    ].join('\n'),
    do: 'remove the `&`',
  },
  {
    done: 'wrote a size in megabytes',
    line: '      - exit: 0',
    written: '      - cgroup: jar\n        memory.max: 64MB',
    says: [
      'lab.yaml:24:21  `memory.max` must be a size, such as `64MiB`; found `64MB`',
      '  24 |         memory.max: 64MB',
      '     |                     ^^^^',
      '     = `64MiB` is 67108864 bytes; for powers of 1000 write `64000000`',
      '     = write `memory.max: 64MiB`',
      '',
    ].join('\n'),
    do: 'write `64MiB`',
  },
]

for (const { done, line, written, says } of mistakes)
  t.test(`the author ${done}`, async t => {
    const folder = t.testdir({})
    const text = lab.replace(line, () => written)
    t.not(text, lab, 'the lab has the line')
    writeFileSync(join(folder, 'lab.yaml'), text)
    const { problems } = await loadLabs(['./lab.yaml'], { root: folder, cwd: folder, seed: 's' })
    t.equal(renderLabProblems(problems, { colour: false }), says)
  })

t.test('there are twenty of them', async t => {
  t.equal(mistakes.length, 20)
})

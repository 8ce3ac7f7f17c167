import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { problemsWithLab } from '../../src/submission/check-with-lab.ts'
import { withNames } from '../../src/submission/pid-name.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'
import { courseLab } from './course.ts'

type Found = readonly [code: string, at: string | undefined, message: string | RegExp]

const file = {
  unboxed: { 'attempt-file': 1 },
  lab: 'namespace/pid',
  digest: '0123456789abcdef',
  seed: 'monday',
  startedAt: '2026-01-31T12:00:00Z',
  steps: [{ id: 'box', lines: [{ terminal: 1, text: 'ls', at: 5 }] }],
  seen: {},
}
const json = (given: object) => JSON.stringify({ ...file, ...given })
const withLine = (given: object) =>
  json({ steps: [{ id: 'box', lines: [{ ...file.steps[0]?.lines[0], ...given }] }] })

const malformed: Readonly<Record<string, readonly [text: string, ...found: Found[]]>> = {
  nothing: ['', ['empty', undefined, 'the file is empty']],
  'blanks after a byte order mark': ['\ufeff \n\n', ['empty', undefined, 'the file is empty']],
  'a large file': ['x'.repeat(2 ** 20 + 1), ['too-large', undefined, /more than 1 MiB/]],

  // Attempt files.
  'half of a file': [json({}).slice(0, 50), ['not-json', undefined, /and is not JSON: /]],
  'deep nesting': [`{"a":${'['.repeat(200_000)}`, ['not-json', undefined, /is not JSON/]],
  'other JSON': ['{"lab": "x"}', ['no-attempt-file', undefined, /it has no `unboxed.attempt-file`/]],
  'a newer version': [
    json({ unboxed: { 'attempt-file': 2 } }),
    [
      'other-version',
      'unboxed.attempt-file',
      'the attempt file has version `2`, that of a newer unboxed; this one reads version 1',
    ],
  ],
  'a version that is a text': [
    json({ unboxed: { 'attempt-file': '1' } }),
    ['other-version', 'unboxed.attempt-file', 'the attempt file has version `"1"`; this one reads version 1'],
  ],
  'a missing field and two wrong ones': [
    json({ lab: undefined, digest: 'x', seen: { 'box/1': 'passed' } }),
    ['missing-field', undefined, '`lab` is missing; it must be a text'],
    ['wrong-field', 'digest', '`digest` must be 16 hexadecimal digits; found `"x"`'],
    [
      'wrong-field',
      'seen.box/1',
      /^`seen` must be pass, fail, .* for each check; found `\{"box\/1":"passed"\}`$/,
    ],
  ],
  'a time of another form': [
    json({ startedAt: 'monday' }),
    ['wrong-field', 'startedAt', /must be a time in UTC, .*; found `"monday"`/],
  ],
  'steps that are no list': [
    json({ steps: {} }),
    ['wrong-field', 'steps', /must be a list of objects; found `\{\}`/],
  ],
  'a step that is no object': [
    json({ steps: ['box'] }),
    ['wrong-field', 'steps[0]', /must be a list of objects/],
  ],
  'a step without a name, and one without lines': [
    json({ steps: [{ lines: [] }, { id: 'box' }] }),
    ['missing-field', 'steps[0]', '`id` is missing; it must be a text'],
    ['missing-field', 'steps[1]', '`lines` is missing; it must be a list of objects'],
  ],
  'a step twice': [
    json({ steps: [...file.steps, ...file.steps] }),
    ['same-step', 'steps[1].id', 'the step `box` is already at steps[0]'],
  ],
  'a step whose name is blank': [
    json({ steps: [{ id: ' ', lines: [] }] }),
    ['word', 'steps[0].id', 'the step must be printable text on one line'],
  ],
  'too many steps': [
    json({ steps: Array.from({ length: 201 }, (_, index) => ({ id: `s${index}`, lines: [] })) }),
    ['too-many-steps', undefined, 'there are 201 steps; at most 200 are read'],
  ],
  'a terminal that is not there': [
    withLine({ terminal: 9 }),
    ['wrong-field', 'steps[0].lines[0].terminal', '`terminal` must be a number from 1 to 8; found `9`'],
  ],
  'a line without a text, at a time that is none': [
    withLine({ text: null, at: -1 }),
    ['wrong-field', 'steps[0].lines[0].text', '`text` must be a text that is not blank; found `null`'],
    ['wrong-field', 'steps[0].lines[0].at', /must be a whole number of milliseconds; found `-1`/],
  ],
  'a status that no shell has, and a flag that is no flag': [
    withLine({ status: 256, fullScreen: false, ms: 0.5, interruptedAfter: 'soon' }),
    ['wrong-field', 'steps[0].lines[0].ms', /found `0.5`/],
    ['wrong-field', 'steps[0].lines[0].status', /must be a number from 0 to 255; found `256`/],
    ['wrong-field', 'steps[0].lines[0].interruptedAfter', /found `"soon"`/],
    ['wrong-field', 'steps[0].lines[0].fullScreen', '`fullScreen` must be true, or left out; found `false`'],
  ],
  'NUL in a line': [
    withLine({ text: 'ls \0' }),
    ['control-character', 'steps[0].lines[0].text', 'the control character `\\x00` cannot be typed'],
  ],
  'half of a character in a line': [
    withLine({ text: 'ls \ud800' }),
    ['control-character', 'steps[0].lines[0].text', 'the control character `\\ud800` cannot be typed'],
  ],
  'a line without end': [
    withLine({ text: 'x'.repeat(65_537) }),
    ['line-too-long', 'steps[0].lines[0]', 'this command has 65537 characters; at most 65536 are typed'],
  ],
  'a learner of two lines': [
    json({ learner: 'Ada\nLovelace' }),
    ['word', 'learner', '`learner` must be printable text on one line'],
  ],
  'a learner whose name turns the line around': [
    json({ learner: 'Ada\u202e' }),
    ['word', 'learner', '`learner` must be printable text on one line'],
  ],
  'a learner with a long name': [
    json({ learner: 'x'.repeat(201) }),
    ['word', 'learner', '`learner` must have at most 200 characters'],
  ],

  // Scripts.
  'no steps': ['ls\npwd\n', ['no-steps', undefined, /has no line `#: STEP`/]],
  'a command before the first step': [
    '#!/bin/bash\n\nls\npwd\n#: box\n',
    ['command-before-step', '3', 'this command stands before the first line `#: STEP`'],
  ],
  'a step line of several words': ['#: box two\n#: box\n', ['step-line', '1', '`#: box two` begins no step']],
  'a step line that is spaced': [
    '#: box\n# : inside @2\n',
    ['step-line', '2', '`# : inside @2` begins no step'],
  ],
  'an indented step line': ['#: box\n  #: inside\n', ['step-line', '2', '`#: inside` begins no step']],
  'a terminal that a script cannot have': [
    '#: box @0\nls\n#: box @nine\nls\n',
    ['terminal', '1', 'there is no terminal `@0`'],
    ['terminal', '3', 'there is no terminal `@nine`'],
  ],
  'a step that was left': [
    '#: one\nls\n#: two\nls\n#: one\nls\n',
    ['step-again', '5', 'the step `one` of line 1 is over since line 3'],
  ],
  'a header that is misspelt': [
    '# unboxed-lerner: ada\n#: one\n',
    ['header', '1', 'there is no header `unboxed-lerner`; did you mean `unboxed-learner`?'],
  ],
  'a header twice, and one too late': [
    '# unboxed-seed: a\n# unboxed-seed: b\n#: one\n# unboxed-learner: ada\n',
    ['same-header', '2', 'the header `unboxed-seed` is already on line 1'],
    ['late-header', '4', 'the header `unboxed-learner` must stand before the first step'],
  ],
  'a long name of a learner': [
    `# unboxed-learner: ${'x'.repeat(201)}\n#: one\n`,
    ['word', '1', '`unboxed-learner` must have at most 200 characters'],
  ],
  'control characters': [
    '#: one\necho \u001b[2J\u001b[H\u0003\nls\r\r\n',
    ['control-character', '2', 'the control character `\\x1b` cannot be typed'],
    ['control-character', '2', 'the control character `\\x03` cannot be typed'],
    ['control-character', '3', 'the control character `\\x0d` cannot be typed'],
  ],
  'NUL in a script': [
    '#: one\nls \0\n',
    ['control-character', '2', 'the control character `\\x00` cannot be typed'],
  ],
  'too many commands': [
    `#: one\n${'ls\n'.repeat(2001)}`,
    ['too-many-lines', undefined, 'there are 2001 commands; at most 2000 are typed'],
  ],
  'a command without end': [
    `#: one\ncat <<EOF\n${'x'.repeat(65_600)}\nEOF\n`,
    ['line-too-long', '2', 'this command has 65614 characters; at most 65536 are typed'],
  ],
}

t.test('everything that is wrong is told, with its place', async t => {
  t.ok(Object.keys(malformed).length >= 30)
  for (const [name, [text, ...found]] of Object.entries(malformed)) {
    const read = readSubmission(text, 'ada')
    const problems = 'problems' in read ? read.problems : []
    t.same(
      problems.map(({ code, at }) => [code, at]),
      found.map(([code, at]) => [code, at]),
      name,
    )
    for (const [index, [, , message]] of found.entries())
      t.match(problems[index], { file: 'ada', message }, `${name}: ${problems[index]?.message}`)
  }
})

t.test('however much is wrong, the list has an end', async t => {
  const read = readSubmission(`#: one\n${'\u0007\n'.repeat(1000)}`, 'ada.sh')
  t.equal('problems' in read && read.problems.length, 50)
})

t.test('no text takes long to read', async t => {
  const long = (text: string) => text.repeat(Math.floor(60_000 / text.length))
  const pieces = [
    ' ',
    '$',
    '$(',
    '((',
    '${',
    '"',
    "'",
    '`',
    '<<"',
    '<< ',
    "<<'a' ",
    '\\',
    '#',
    '{ ',
    'if ',
    '1',
    '$1{',
  ]
  const lines = pieces.flatMap(piece => [
    `echo ${long(piece)}x`,
    `# unboxed-lab: a${long(piece)}b`,
    `#: a${long(piece)}b`,
  ])
  const steps = Array.from({ length: 90_000 }, (_, index) => `#: s${index}`).join('\n')
  const begun = performance.now()
  t.match(readSubmission(steps, 'ada.sh'), { problems: [{ code: 'too-many-steps' }] })
  for (const line of lines) {
    const read = readSubmission(`${line}\n#: outside\n${line}\n`, 'ada.sh')
    if ('submission' in read) problemsWithLab(read.submission, courseLab('namespace/pid'), 'ada.sh')
    readSubmission(withLine({ text: line }), 'ada.json')
    withNames(line, new Map([[1, 'box']]))
  }
  t.ok(performance.now() - begun < 20_000, `${performance.now() - begun} ms`)
})

t.test('a name is counted in characters, as a person would', async t => {
  const learner = '\u{1f98a}'.repeat(200)
  t.match(readSubmission(`# unboxed-learner: ${learner}\n#: one\n`, 'ada.sh'), { submission: { learner } })
})

t.test('fields of a later unboxed are left out', async t => {
  const read = readSubmission(json({ later: 1, steps: [{ ...file.steps[0], later: 2 }] }), 'ada.json')
  t.same('submission' in read && Object.keys(read.submission), [
    ...['lab', 'digest', 'seed', 'startedAt', 'steps', 'seen'],
  ])
})

t.test('fields come from the file alone, whatever objects inherit', async t => {
  const read = readSubmission(
    JSON.stringify(file).replace('"seed":"monday"', '"__proto__":{"seed":"monday"}'),
    'ada.json',
  )
  t.match(read, { problems: [{ code: 'missing-field', message: '`seed` is missing; it must be a text' }] })
})

t.test('the examples of the page are what they say', async t => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/attempt-files.md'), 'utf8')
  const examples = [...page.matchAll(/```(sh|json)\n(.*?)```/gs)]
  t.same(
    examples.map(([, format]) => format),
    ['sh', 'json'],
  )
  for (const [, format = '', text = ''] of examples) {
    const read = readSubmission(text, 'example')
    if ('problems' in read) return t.fail(read.problems.map(({ message }) => message).join('\n'))
    t.same(problemsWithLab(read.submission, courseLab('namespace/mount'), 'example'), [], format)
  }
})

import t from 'tap'
import { csvLine } from '../../../../src/report/format/csv/line.ts'
import { hostileEvents } from '../../hostile-run.ts'
import { runs } from '../../sample-run.ts'
import { overdueSubmission, sampleSubmissions, submissionEvents } from '../../submission-run.ts'
import { hostile, written } from '../../write.ts'

/** A reader of RFC 4180, strict: quotes only around whole fields, records end in CRLF. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let rest = text
  while (rest !== '') {
    const row: string[] = []
    for (let end = ','; end === ','; ) {
      const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest)
      if (!found) throw new Error(`not CSV: ${rest.slice(0, 80)}`)
      row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
      end = found[3] ?? ''
      rest = rest.slice(found[0].length)
    }
    rows.push(row)
  }
  return rows
}

const recordsOf = (text: string) => {
  const [head = [], ...rows] = parse(text)
  return rows.map(row => Object.fromEntries(head.map((name, index) => [name, row[index]])))
}

t.test('a line for each submission, with its points and the reason why it did not pass', async t => {
  const rows = recordsOf(await written('csv', submissionEvents(sampleSubmissions)))
  t.match(rows, [
    {
      file: 'ada.sh',
      learner: 'ada',
      lab: 'namespace/pid',
      seed: '4711',
      outcome: 'pass',
      earned: '6',
      possible: '6',
      seen_earned: '4',
      seen_possible: '4',
      said_earned: '2',
      said_possible: '2',
      undecided: '0',
      reason: '',
    },
    {
      learner: 'ben',
      outcome: 'fail',
      earned: '0',
      reason: /^limit\/1: expected 512MiB, the kernel says 64MiB/,
    },
    { file: 'x,"y".sh', learner: "'=cmd()", outcome: 'error', undecided: '2' },
  ])
})

t.test('a time-out and a failed check do not hide each other', async t => {
  t.match(recordsOf(await written('csv', submissionEvents([overdueSubmission]))), [
    { outcome: 'fail', reason: /^step limit timed out: .* after 20 s; limit\/1: expected 512MiB/ },
  ])
})

t.test('it is RFC 4180, whatever is in it', async t => {
  for (const [name, events] of [...Object.entries(runs), ['hostile', hostileEvents] as const]) {
    const rows = parse(await written('csv', events()))
    t.equal(new Set(rows.map(({ length }) => length)).size, 1, name)
    t.equal(rows[0]?.length, 17)
  }
})

t.test('no cell is a formula', async t => {
  for (const text of ['=1+1', '+1', '-1', '@x', ' =1', '\t=1', '＝1', '\n=1'])
    t.same(parse(csvLine([text, 1])), [[`'${text}`, '1']], JSON.stringify(text))
  for (const text of ['a=1', '1-1', hostile, '', 'a\nb', ' a ']) t.same(parse(csvLine([text])), [[text]])
})

t.test('what was not attempted has a line, too', async t => {
  const rows = recordsOf(await written('csv', runs.interrupted()))
  t.match(rows.at(-1), { outcome: 'error', reason: 'the run was interrupted' })
  const problem = {
    type: 'problem',
    kind: 'usage',
    code: 'x',
    message: 'it is\nempty',
    at: { file: 'x.sh' },
  } as const
  t.match(recordsOf(await written('csv', [problem])), [
    { file: 'x.sh', outcome: 'error', reason: 'it is empty' },
  ])
  t.match(recordsOf(await written('csv', [])), [{ outcome: 'error', reason: 'no lab was run' }])
})

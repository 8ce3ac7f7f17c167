import t from 'tap'
import { overdueSubmission, sampleSubmissions, submissionEvents } from '../../submission-run.ts'
import { written } from '../../write.ts'

t.test('many submissions are a table with a line for each, and totals', async t => {
  const text = await written('pretty', submissionEvents(sampleSubmissions), {
    submissions: 'many',
    columns: 100,
  })
  const lines = text.split('\n')
  t.same(lines.slice(1, 6), [
    '   learner                  lab                    outcome              points',
    ' ✓ ada                      namespace/pid          passed               6 of 6 (seen 4 of 4, said 2 of 2)',
    ' ✗ ben                      cgroup/memory-max      failed               0 of 6',
    '     ! no line was handed in',
    ' ! =cmd()                   cgroup/oom-kill        could not be judged  1 to 3 of 3 (seen 1 of 1, said 0 of 2)',
  ])
  t.match(text, / 3 submissions at 3 labs: 1 passed, 1 failed, 1 could not be judged, 7 to 9 of 15 points\n/)
  t.match(
    text,
    /An earlier call performed 1 of them; its evidence was judged again\. --fresh performs all again\./,
  )
  t.notMatch(text, /unboxed (run|show)/, 'no advice for who wrote the lab')
})

t.test('one submission is shown in full, with its notes and its score', async t => {
  const [, ben] = sampleSubmissions
  const text = await written('pretty', submissionEvents(ben ? [ben] : []), { submissions: 'one' })
  t.match(text, /memory\.max/)
  t.match(text, / {3}! no line was handed in\n/)
  t.match(text, /cgroup\/memory-max \(ben\) failed: 0 of 4 checks, points: 0 of 6, 2\.3 s\n/)
})

t.test('what timed out is told beside the checks that failed', async t => {
  const events = submissionEvents([overdueSubmission])
  const columns = 100
  const many = await written('pretty', events, { submissions: 'many', columns })
  t.match(many, /\(eve\)\n {3}step limit timed out: .* after 20 s\n {3}✗ cgroup mygroup/)
  t.match(await written('tap', events), /^ {2}message: "step limit timed out: .* after 20 s"$/m)
})

t.test('in other formats, too, the score and the notes are told', async t => {
  const events = submissionEvents(sampleSubmissions)
  const ends = (await written('jsonl', events))
    .split('\n')
    .filter(line => line.includes('"type":"attempt-end"'))
    .map(line => JSON.parse(line))
  t.match(ends, [
    {
      score: {
        earned: 6,
        possible: 6,
        undecided: 0,
        seen: { earned: 4, possible: 4 },
        said: { earned: 2, possible: 2 },
      },
    },
    { score: { earned: 0, possible: 6 } },
    { score: { earned: 1, possible: 3, undecided: 2 }, remembered: true },
  ])
  t.match(await written('tap', events), /^ {4}# no line was handed in$/m)
  const xml = await written('junit', events)
  for (const [name = '', value] of [
    ['learner', 'ben'],
    ['file', 'ben.sh'],
    ['points.undecided', '2'],
    ['note.1', 'no line was handed in'],
  ])
    t.ok(xml.includes(`<property name="${name}" value="${value}"/>`), name)
})

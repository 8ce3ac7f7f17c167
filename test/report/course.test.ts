import t from 'tap'
import { type CourseLab, type CourseTopic, courseLines } from '../../src/report/course.ts'

const lab = (id: string, title: string, rest: Partial<CourseLab> = {}): CourseLab => ({
  ...{ id, title, level: 'easy', minutes: 10, claims: [], steps: 3, stepsDone: 0, next: false },
  ...rest,
})

const course: CourseTopic[] = [
  {
    title: 'Namespaces',
    labs: [
      lab('namespace/pid', 'A process that is number 1', { minutes: 15, stepsDone: 3, claims: ['N2', 'N3'] }),
      lab('namespace/mount', 'A file that only one process can see', { stepsDone: 1, next: true }),
    ],
  },
  { title: 'Control groups', labs: [lab('cgroup/cpu-max', 'A fifth of a processor', { stepsDone: 2 })] },
]

const shown = (columns: number, topics = course, colour = false) =>
  `\n${courseLines(topics, { colour, columns }).join('\n')}\n`

t.test('where there is room, a lab is a row', async t => {
  const rows = `
Namespaces
 ✓ namespace/pid    A process that is number 1            easy  15 min  done          N2 N3
 → namespace/mount  A file that only one process can see  easy  10 min  next, 1 of 3

Control groups
 · cgroup/cpu-max   A fifth of a processor                easy  10 min  2 of 3
`
  t.equal(shown(100), rows)
  t.equal(shown(Number.POSITIVE_INFINITY), rows, 'in a file')
  const longest = Math.max(...rows.split('\n').map(line => line.length))
  t.equal(shown(longest), rows)
  t.not(shown(longest - 1), rows)
})

t.test('at 60 columns the title is beside the name', async t => {
  t.equal(
    shown(60),
    `
Namespaces
 ✓ namespace/pid    A process that is number 1
                    easy · 15 min · done · N2 N3
 → namespace/mount  A file that only one process can see
                    easy · 10 min · next, 1 of 3

Control groups
 · cgroup/cpu-max   A fifth of a processor
                    easy · 10 min · 2 of 3
`,
  )
})

t.test('at 40 columns it is below, and nothing is wider than the terminal', async t => {
  const narrow = shown(40)
  t.equal(
    narrow,
    `
Namespaces
 ✓ namespace/pid
   A process that is number 1
   easy · 15 min · done · N2 N3
 → namespace/mount
   A file that only one process can see
   easy · 10 min · next, 1 of 3

Control groups
 · cgroup/cpu-max
   A fifth of a processor
   easy · 10 min · 2 of 3
`,
  )
  for (const columns of [20, 30, 40, 60, 80])
    for (const line of shown(columns).split('\n')) t.ok(line.length <= columns, `${columns}: ${line}`)
})

t.test('who has done nothing starts at the first lab', async t => {
  const first = [{ title: undefined, labs: [lab('pid', 'A lab', { next: true })] }]
  t.equal(shown(80, first), '\n → pid  A lab  easy  10 min  start here\n')
})

t.test('what a lab does not say leaves no hole', async t => {
  const { level: _, minutes: __, ...bare } = lab('pid', 'A lab')
  t.equal(shown(80, [{ title: undefined, labs: [bare] }]), '\n   pid  A lab\n')
  t.equal(shown(12, [{ title: undefined, labs: [bare] }]), '\n   pid\n   A lab\n')
  t.equal(shown(80, []), '\n\n')
})

t.test('colours change no column, and a lab moves no cursor', async t => {
  const plain = shown(100, course, true).replaceAll(/\u001b\[\d+m/g, '')
  t.equal(plain, shown(100))
  t.match(shown(100, course, true), /\u001b\[32m✓/)
  const odd = [{ title: 'a\u001b[2J', labs: [lab('b\u001b[2J', 'c\u001b[2J', { claims: ['d\u001b[2J'] })] }]
  t.notMatch(shown(100, odd), /\u001b/)
})

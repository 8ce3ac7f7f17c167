import t from 'tap'
import type { Course } from '../../../src/lab/course/course.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { coursePage } from '../../../src/lab/reference/course-page.ts'

const course: Course = {
  title: 'A course',
  about: 'What it is about.',
  topics: [
    { id: 'a', title: 'First: things', about: '', after: [], labs: ['a/one'] },
    { id: 'b', title: 'Second', about: 'More.', after: ['a'], labs: ['b/two'] },
    { id: 'c', title: 'Third', about: '', after: ['a'], labs: [] },
  ],
  claims: [
    { id: 'N1', text: 'Settled.', isBeyond: false },
    { id: 'N2', text: 'Open.', isBeyond: false },
    { id: 'E1', text: 'About an engine.', isBeyond: true },
  ],
}
const labs = [
  { id: 'b/two', title: 'Two | bars', claims: ['N1'] },
  { id: 'a/one', title: 'One', level: 'easy', minutes: 90, claims: ['N1'] },
  { id: 'a/unlisted', title: 'Unlisted', claims: ['N2'] },
] as unknown as Lab[]

t.test('the page has topics with labs in order, and which lab settles which claim', async t => {
  const [head, ...page] = coursePage(course, labs).split('\n')
  t.match(head, /^<!-- Made by `node scripts\/generate\.mjs`/)
  t.equal(
    page.filter(line => line !== '').join('\n'),
    [
      '# A course',
      'What it is about.',
      '2 labs, which take about 2 hours by hand.',
      '## First: things',
      '| lab | what it shows | level | minutes | claims |',
      '| --- | --- | --- | --- | --- |',
      '| `a/one` | One | easy | 90 | N1 |',
      '## Second',
      'More.',
      'It builds on: First.',
      '| lab | what it shows | level | minutes | claims |',
      '| --- | --- | --- | --- | --- |',
      '| `b/two` | Two \\| bars |  |  | N1 |',
      '## Claims',
      'What introductions to containers say, and the labs that confirm it or correct it. What is said of engines, or of history, is beyond this course.',
      '| claim | what is said | settled by |',
      '| --- | --- | --- |',
      '| N1 | Settled. | `a/one`, `b/two` |',
      '| N2 | Open. |  |',
      '| E1 | About an engine. | beyond this course |',
    ].join('\n'),
  )
})

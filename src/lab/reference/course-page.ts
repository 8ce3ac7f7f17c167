import type { Claim, Course, CourseTopic } from '../course/course.ts'
import type { Lab } from '../lab.ts'
import { code, codes, table } from './table.ts'

/** The page that shows a course: its topics, their labs, and which lab settles which claim. */
export function coursePage(course: Course, labs: readonly Lab[]): string {
  const listed = course.topics.flatMap(topic => labsOf(topic, labs))
  const parts = [
    '<!-- Made by `node scripts/generate.mjs` from labs/course.yaml and the labs. Changes here are lost. -->',
    `# ${course.title}`,
    course.about,
    `${listed.length} labs, which take about ${Math.round(minutesOf(listed) / 60)} hours by hand.`,
    ...course.topics.filter(({ labs }) => labs.length > 0).flatMap(topic => topicPart(topic, course, labs)),
    ...(course.claims.length > 0 ? claimsPart(course.claims, listed) : []),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

const minutesOf = (labs: readonly Lab[]) => labs.reduce((sum, { minutes = 0 }) => sum + minutes, 0)

const labsOf = (topic: CourseTopic, labs: readonly Lab[]) =>
  topic.labs.flatMap(id => labs.find(lab => lab.id === id) ?? [])

function topicPart(topic: CourseTopic, { topics }: Course, labs: readonly Lab[]): string[] {
  const titles = topic.after.map(id => topics.find(topic => topic.id === id)?.title.split(':')[0] ?? id)
  const rows = labsOf(topic, labs).map(({ id, title, level = '', minutes = '', claims }) => [
    code(id),
    title,
    level,
    String(minutes),
    claims.join(', '),
  ])
  return [
    `## ${topic.title}`,
    topic.about,
    titles.length > 0 ? `It builds on: ${titles.join(', ')}.` : '',
    table(['lab', 'what it shows', 'level', 'minutes', 'claims'], rows),
  ]
}

function claimsPart(claims: readonly Claim[], labs: readonly Lab[]): string[] {
  const rows = claims.map(({ id, text, isBeyond }) => {
    const settling = labs.filter(({ claims }) => claims.includes(id)).map(({ id }) => id)
    return [id, text, settling.length > 0 ? codes(settling) : isBeyond ? 'beyond this course' : '']
  })
  return [
    '## Claims',
    'What introductions to containers say, and the labs that confirm it or correct it. What is said of engines, or of history, is beyond this course.',
    table(['claim', 'what is said', 'settled by'], rows),
  ]
}

import { firstUnfinished } from '../learn/advance.ts'
import { printableJson } from '../printable.ts'
import { courseLines } from '../report/course.ts'
import { exitCodes } from '../report/exit-code.ts'
import { type Topic, topicsOf } from './course.ts'
import { openProgress } from './progress-store.ts'
import { readLabs } from './read-labs.ts'
import { type World, wantsColour, widthOf } from './world.ts'

/** Prints the table of contents of a course, with what the learner has done of it. */
export async function list(
  names: readonly string[],
  { json }: { json?: boolean },
  world: World,
): Promise<number> {
  const labs = await readLabs(names, 'list', world)
  if (!labs) return exitCodes.usage
  const { of } = await openProgress(world)
  // In a part of the course, the first unfinished lab is not the one to go on with.
  const next = names.length === 0 ? firstUnfinished(labs, of) : undefined
  const topics = await topicsOf(labs, { progressOf: of, next }, world)
  const { stdout, env } = world
  const columns = widthOf(stdout) ?? Number.POSITIVE_INFINITY
  const lines = json
    ? [printableJson(topics.flatMap(asJson), 2)]
    : courseLines(topics, { colour: wantsColour(stdout, env), columns })
  stdout.write(`${lines.join('\n')}\n`)
  return exitCodes.passed
}

/** A list of labs, as it was before there were topics. */
const asJson = ({ id, title, labs }: Topic) =>
  labs.map(lab => (title === undefined ? lab : { ...lab, topic: { id, title } }))

import * as z from 'zod'
import { courseShape, topicShape } from '../course/shape.ts'
import { text } from '../shape/leaf.ts'
import { described } from './described.ts'

/** The whole format of `course.yaml` as one zod schema, for editors. */
export function courseSchema(): z.ZodType {
  const { shape } = courseShape
  return courseShape.extend({
    topics: described(z.array(topicShape).min(1), shape.topics),
    claims: described(z.record(z.string(), text).meta({ minProperties: 1 }).optional(), shape.claims),
  })
}

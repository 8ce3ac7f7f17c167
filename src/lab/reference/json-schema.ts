import * as z from 'zod'
import { courseSchema } from './course-schema.ts'
import { labSchema } from './lab-schema.ts'

/** The JSON Schema for editors, made from the definitions that lab files are read with. */
export function labSchemaJson(): object {
  const schema = z.toJSONSchema(labSchema(), { io: 'input', target: 'draft-7' })
  return {
    ...schema,
    title: 'A lab of unboxed',
    description:
      'What to do with a Linux kernel, and what the kernel must then say. The format: docs/lab-format.md.',
  }
}

/** The same for the file of a course. */
export function courseSchemaJson(): object {
  const schema = z.toJSONSchema(courseSchema(), { io: 'input', target: 'draft-7' })
  return {
    ...schema,
    title: 'A course of unboxed',
    description: 'Topics and labs in order. The format: docs/lab-format.md.',
  }
}

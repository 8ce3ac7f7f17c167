import type * as z from 'zod'

/** The schema of a part, with what the shape says of it. */
export function described<T extends z.ZodType>(schema: T, from: z.ZodType): T {
  return schema.meta(from.meta() ?? {})
}

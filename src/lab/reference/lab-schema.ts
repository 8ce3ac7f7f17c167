import * as z from 'zod'
import { cgroupFiles, limitNames, limitTakes } from '../../kernel/cgroup-file.ts'
import { name, text } from '../shape/leaf.ts'
import {
  controllerWords,
  labShape,
  materialShape,
  namespaceWords,
  needShape,
  permissionWords,
  placeShape,
  stepShape,
  wrongShape,
} from '../shape/shape.ts'
import { answerSchema, checkSchema } from './check-schema.ts'
import { described } from './described.ts'

/** The whole format as one zod schema: what a reader of its own reads is spelled out here for editors. */
export function labSchema(): z.ZodType {
  const step = stepShape.extend({
    in: described(placeSchema().optional(), stepShape.shape.in),
    expect: described(z.array(checkSchema()).min(1).optional(), stepShape.shape.expect),
    answer: described(answerSchema().optional(), stepShape.shape.answer),
  })
  return labShape.extend({
    needs: described(z.array(needSchema()).min(1).optional(), labShape.shape.needs),
    files: described(z.array(materialShape).min(1).optional(), labShape.shape.files),
    vars: described(z.record(name, variableSchema()).optional(), labShape.shape.vars),
    steps: described(z.array(step).min(1), labShape.shape.steps),
    equivalent: described(
      z.record(z.string(), text).meta({ minProperties: 1 }).optional(),
      labShape.shape.equivalent,
    ),
    wrong: described(z.array(wrongSchema()).min(1).optional(), labShape.shape.wrong),
  })
}

function wrongSchema() {
  const { shape } = wrongShape
  return wrongShape.extend({
    run: described(z.record(name, text).meta({ minProperties: 1 }).optional(), shape.run),
    in: described(z.record(name, placeSchema()).meta({ minProperties: 1 }).optional(), shape.in),
  })
}

function needSchema() {
  return z.union([
    z.enum([...new Set([...controllerWords, ...namespaceWords, ...permissionWords])]),
    needShape,
  ])
}

function variableSchema() {
  const value = z.union([z.string(), z.number(), z.boolean()])
  return z.union([value, z.strictObject({ pick: z.array(value).min(1) })])
}

function placeSchema() {
  const written = z.union([z.string(), z.number(), z.boolean()])
  const limits = limitNames.map(limit => {
    const description = `${cgroupFiles[limit]?.means} It takes ${limitTakes(limit)}.`
    return [limit, written.optional().meta({ description })]
  })
  return placeShape.extend({
    limits: described(
      z.strictObject(Object.fromEntries(limits)).meta({ minProperties: 1 }).optional(),
      placeShape.shape.limits,
    ),
    swap: described(z.union([z.int(), z.string()]).optional(), placeShape.shape.swap),
  })
}

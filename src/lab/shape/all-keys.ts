import { subjectKinds, subjects } from '../../subject/subject.ts'
import {
  checkShape,
  labShape,
  materialShape,
  needShape,
  placeShape,
  selectorShape,
  stepShape,
  wrongShape,
} from './shape.ts'

/** Every key that a lab can have somewhere, facts included. */
export const allKeys: ReadonlySet<string> = new Set([
  ...[
    labShape,
    materialShape,
    stepShape,
    placeShape,
    checkShape,
    wrongShape,
    needShape,
    selectorShape,
  ].flatMap(({ shape }) => Object.keys(shape)),
  ...subjectKinds.flatMap(kind => [kind, ...Object.keys(subjects[kind].facts)]),
])

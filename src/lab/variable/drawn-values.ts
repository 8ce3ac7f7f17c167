import type { Digest } from '../../runtime/runtime.ts'
import { LabFile } from '../document/lab-file.ts'
import { entriesOf } from '../document/node.ts'
import { readDocument } from '../document/read-document.ts'
import { readVariables } from './read-variables.ts'
import { draw } from './variable.ts'

/** What the variables of a lab's text are for a seed, without reading the rest of the lab again for each. */
export function drawnValues(
  text: string,
  { file, id }: { file: string; id: string },
  digest: Digest,
): (seed: string) => Readonly<Record<string, string>> {
  const document = new LabFile(file, text.replace(/^\ufeff/, ''))
  const root = readDocument(document)
  const vars = root && entriesOf(root).find(({ name }) => name === 'vars')?.value
  const variables = [...readVariables(document, vars, () => '')]
  return seed =>
    Object.fromEntries(
      variables.map(([name, { choices }]) => [name, draw(choices, { seed, lab: id, name }, digest)]),
    )
}

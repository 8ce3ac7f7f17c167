import type { Node } from 'yaml'
import { isMap, isSeq } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import { describe, type Entry, isNothing, textOf } from '../document/node.ts'
import { meantInstead } from '../fix/candidate.ts'
import { itemsOf } from '../shape/read-collection.ts'
import { type Fields, readFields } from '../shape/read-fields.ts'
import { suggest } from '../suggest.ts'
import { type CourseTopic, topicOf } from './course.ts'
import { topicShape } from './shape.ts'

/** The topics of a course, from `topics`. `labs` are the IDs of all labs in its folder. */
export function readTopics(
  file: LabFile,
  entry: Entry | undefined,
  labs: readonly string[],
): readonly CourseTopic[] {
  if (!entry || isNothing(entry.value)) return []
  const expected = 'a list of topics, each a map that begins with `- id: …`'
  const items = itemsOf(file, entry.value, { key: 'topics', expected })
  const places = placesOf(items)
  const topics = items.flatMap(item => {
    if (isMap(item)) return [readTopic(file, item, { labs, places })]
    file.complain(item, 'wrong-value', { key: 'topics', expected, found: describe(item) })
    return []
  })
  complainOfUnlisted(
    file,
    entry.key,
    labs.filter(lab => !places.has(topicOf(lab))),
  )
  return topics
}

/** Where each topic is named first, by its ID. */
type Places = ReadonlyMap<string, Node>

function placesOf(items: readonly Node[]): Places {
  const places = new Map<string, Node>()
  for (const item of items) {
    const id = isMap(item) ? (item.get('id', true) as Node | undefined) : undefined
    const text = textOf(id)
    if (id && text !== undefined && !places.has(text)) places.set(text, id)
  }
  return places
}

function readTopic(
  file: LabFile,
  item: Node,
  { labs, places }: { readonly labs: readonly string[]; readonly places: Places },
): CourseTopic {
  const fields = readFields(file, item, { of: 'a topic', shape: topicShape.shape })
  const { id = '', title = '', about = '' } = fields?.values ?? {}
  const at = (fields?.entries.get('id')?.value ?? item) as Node
  const first = places.get(id)
  if (first && first !== at)
    file.complain(at, 'duplicate-id', { id, of: 'the topic', line: file.at(first).line })
  for (const { text, node } of namesIn(file, fields, 'after'))
    complainOfOrder(file, text, { node, at, places })
  const known = labs.filter(lab => topicOf(lab) === id).map(lab => lab.slice(id.length + 1))
  const names = namesIn(file, fields, 'labs')
  for (const { text, node } of names) if (!known.includes(text)) complainOfAbsence(file, text, node, known)
  const ids = names.map(({ text }) => `${id}/${text}`)
  if (first === at)
    complainOfUnlisted(
      file,
      at,
      known.map(name => `${id}/${name}`).filter(lab => !ids.includes(lab)),
    )
  return { id, title, about: about.trim(), after: fields?.values.after ?? [], labs: ids }
}

/** A prerequisite comes first, so that no two topics can build on each other. */
function complainOfOrder(
  file: LabFile,
  id: string,
  { node, at, places }: { readonly node: Node; readonly at: Node; readonly places: Places },
): void {
  const place = places.get(id)
  const line = place && file.at(place).line
  if (line === undefined) {
    const meant = suggest(id, places.keys())
    const args = { id, meant, known: [...places.keys()] }
    file.complain(node, 'unknown-topic', args, { fixes: meantInstead(node, meant) })
  } else if (place === at || line > file.at(at).line) file.complain(node, 'later-topic', { id, line })
}

function complainOfUnlisted(file: LabFile, node: Node, ids: readonly string[]): void {
  if (ids.length > 0) file.complain(node, 'unlisted-labs', { ids })
}

function complainOfAbsence(file: LabFile, name: string, node: Node, known: readonly string[]): void {
  const meant = suggest(name, known)
  file.complain(node, 'unknown-lab', { meant, known }, { fixes: meantInstead(node, meant) })
}

/** The names in a list of a topic; one that is there twice is reported. */
function namesIn(
  file: LabFile,
  fields: Fields<typeof topicShape.shape> | undefined,
  key: 'after' | 'labs',
): readonly { readonly text: string; readonly node: Node }[] {
  const list = fields?.entries.get(key)?.value
  if (!fields?.values[key] || !isSeq(list)) return []
  const seen = new Set<string>()
  return (list.items as Node[]).flatMap(node => {
    const text = textOf(node) ?? ''
    if (seen.has(text)) {
      file.complain(node, 'duplicate-item', { key, item: text })
      return []
    }
    seen.add(text)
    return [{ text, node }]
  })
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'

const labs = labFiles.map(file => ({ file, text: readFileSync(join(courseFolder, file), 'utf8') }))

const read = (text: string) => parseLab(text, { file: 'x.yaml', id: 'x', seed: 's' }, nodeRuntime)

/** Numbers below a bound, always the same ones. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const splice = (text: string, at: number, removed: number, added: string) =>
  text.slice(0, at) + added + text.slice(at + removed)

const misspellings = (draw: (below: number) => number): ((key: string) => string)[] => [
  key => splice(key, draw(key.length), 1, ''),
  key => splice(key, draw(key.length), 0, 'x'),
  key => key.toUpperCase(),
]

/** Their keys are names that the author or the machine gives. */
const freeKeys = ['vars', 'equivalent', 'disks', 'swap_areas', 'environment', 'xattrs']

const schema = readFileSync(join(courseFolder, 'lab.schema.json'), 'utf8')

/** Every word of the format: where both may stand, `group` is no misspelt `cgroup`. */
const words = new Set<string>()
JSON.parse(schema, (key, value) => {
  if (key === 'properties') for (const word of Object.keys(value)) words.add(word)
  return value
})

/** The keys of a lab that are words of the format: the first of each name at each place, since every lab is read in the same way. */
function keysOf(text: string, seen: Set<string>): [number, number][] {
  const keys: [number, number][] = []
  visit(parseDocument(text), {
    Pair: (_, { key }, path) => {
      const parent = path.findLast(isPair)
      const free = isScalar(parent?.key) && freeKeys.includes(String(parent.key.value))
      if (!isScalar(key) || !key.range || !isMap(path.at(-1)) || free) return
      const place = [...path.filter(isPair).map(({ key }) => key), key].join('.')
      if (!seen.has(place)) keys.push([key.range[0], key.range[1]])
      seen.add(place)
    },
  })
  return keys
}

t.test('no key can be misspelt without being reported', async t => {
  const draw = numbers(7)
  const kept: string[] = []
  const seen = new Set<string>()
  for (const { file, text } of labs)
    for (const [start, end] of keysOf(text, seen)) {
      const key = text.slice(start, end)
      const misspelt = misspellings(draw)[draw(3)]?.(key) ?? ''
      const result = read(splice(text, start, end - start, misspelt))
      if ('lab' in result && misspelt !== key && !words.has(misspelt))
        kept.push(`${file}: ${key} as ${misspelt}`)
    }
  t.ok(seen.size > 200, 'keys are found')
  t.same(kept, [])
})

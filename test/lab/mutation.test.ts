import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { renderProblems } from '../../src/lab/problem.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'

/** A fifth of the course: a mutation tries the parser, and what labs have in common is enough for it. */
const labs = labFiles
  .filter((_, index) => index % 5 === 0)
  .map(file => ({ file, text: readFileSync(join(courseFolder, file), 'utf8') }))

const read = (text: string) => parseLab(text, { file: 'x.yaml', id: 'x', seed: 's' }, nodeRuntime)

/** What stands in labs, and what slips into them. */
const pieces = [
  ...'\'"`:#-[]{}!&*|>%@,?~=<.$\\/ \t\r09aZ',
  '\n',
  ': ',
  ' #',
  '\u00a0',
  '\u200b',
  '“',
  '–',
  '：',
  '${',
  '${x}',
  '\ud800',
]

/** Numbers below a bound, always the same ones. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

type Mutate = (text: string, draw: (below: number) => number) => string

const ofLines =
  (change: (lines: string[], at: number, draw: (below: number) => number) => void): Mutate =>
  (text, draw) => {
    const lines = text.split('\n')
    change(lines, draw(lines.length), draw)
    return lines.join('\n')
  }

const mutations: Readonly<
  Record<string, { readonly times: number; readonly most: number; readonly mutate: Mutate }>
> = {
  'a character less': { times: 4, most: 6, mutate: (text, draw) => splice(text, draw(text.length), 1, '') },
  'a character more': {
    times: 4,
    most: 6,
    mutate: (text, draw) => splice(text, draw(text.length), 0, pieces[draw(pieces.length)] ?? ''),
  },
  'another character': {
    times: 4,
    most: 6,
    mutate: (text, draw) => splice(text, draw(text.length), 1, pieces[draw(pieces.length)] ?? ''),
  },
  // What later lines refer to is missing for each of them.
  'a line less': { times: 4, most: 12, mutate: ofLines((lines, at) => lines.splice(at, 1)) },
  'a line twice': {
    times: 2,
    most: 6,
    mutate: ofLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  },
  'a line further in': {
    times: 2,
    most: 6,
    mutate: ofLines((lines, at, draw) => (lines[at] = ' '.repeat(1 + draw(3)) + lines[at])),
  },
  'a line further out': {
    times: 2,
    most: 6,
    mutate: ofLines((lines, at) => (lines[at] = (lines[at] ?? '').replace(/^ {1,2}/, ''))),
  },
  'an end that is missing': { times: 2, most: 6, mutate: (text, draw) => text.slice(0, draw(text.length)) },
}

const splice = (text: string, at: number, removed: number, added: string) =>
  text.slice(0, at) + added + text.slice(at + removed)

for (const [name, { times, most, mutate }] of Object.entries(mutations))
  t.test(`${name}: a lab or few problems, each at a place in the file`, async t => {
    const draw = numbers(name.length)
    const wrong: string[] = []
    for (const { text } of labs)
      for (let time = 0; time < times; time++) {
        const mutant = mutate(text, draw)
        const result = read(mutant)
        if ('lab' in result) continue
        const { problems } = result
        const lines = mutant.split('\n')
        const isPlaced = problems.every(
          ({ at }) => (lines[(at.line ?? 1) - 1]?.length ?? -1) + 2 > (at.column ?? 1),
        )
        if (!isPlaced || problems.length === 0 || problems.length > most) wrong.push(renderProblems(problems))
      }
    t.same(wrong, [])
  })

import t from 'tap'
import { parse } from 'yaml'
import { LabFile } from '../../../src/lab/document/lab-file.ts'
import { readDocument } from '../../../src/lab/document/read-document.ts'
import { complainOfNumbers } from '../../../src/lab/document/survey.ts'

const codesOf = (text: string) => {
  const file = new LabFile('x.yaml', text)
  const root = readDocument(file)
  if (root) complainOfNumbers(root, file)
  return { codes: file.problems().map(({ code }) => code), isMap: root !== undefined }
}

const aliasLevels = Array.from({ length: 9 }, (_, level) => {
  const items = level === 0 ? 'lol' : `*a${level - 1}, `.repeat(9)
  return `a${level}: &a${level} [${items}]`
}).join('\n')

/** Texts that cost time or memory to readers that do not look out. */
const hostile = {
  'brackets, very deep': ['['.repeat(200_000), 'too-deep'],
  'lists, very deep': ['- '.repeat(100_000), 'too-deep'],
  'maps, very deep': ['{a: '.repeat(60_000), 'too-deep'],
  'questions, very deep': ['? '.repeat(100_000), 'too-deep'],
  'an alias bomb': [aliasLevels, 'nested-alias'],
  'an alias of itself': ['a: &a [*a]', 'nested-alias'],
  'many aliases': [`a: &a x\nb: [${'*a, '.repeat(50_000)}]`, 'too-many-aliases'],
  'many anchors': ['&a '.repeat(80_000), 'syntax'],
  'many tags': ['!a '.repeat(80_000), 'syntax'],
  'many documents': ['---\n'.repeat(60_000), 'several-documents'],
  'many commas': [`[${','.repeat(200_000)}]`, 'syntax'],
  'many quotes': ['"'.repeat(250_000), 'syntax'],
  'a quote that never ends': [`a: "${'x'.repeat(250_000)}`, 'syntax'],
  'the same key, many times': ['a: 1\n'.repeat(50_000), 'duplicate-key'],
  'zero bytes': ['title: \0', 'binary'],
  'more than the largest file': [' '.repeat(300_000).concat('a: 1'), 'too-big'],
} satisfies Record<string, [string, string]>

for (const [name, [text, code]] of Object.entries(hostile))
  t.test(`${name} is reported in bounded time`, async t => {
    const start = process.cpuUsage()
    const { codes } = codesOf(text)
    t.ok(codes.includes(code as never), `${codes.slice(0, 5)}`)
    t.ok(codes.length <= 51, 'and not without end')
    t.ok(process.cpuUsage(start).user < 15_000_000, 'in microseconds of the processor')
  })

t.test('a map with twenty thousand keys is read', async t => {
  const text = Array.from({ length: 20_000 }, (_, index) => `a${index}: 1`).join('\n')
  t.same(codesOf(text), { codes: [], isMap: true })
})

for (const [name, text] of [
  ['nothing', ''],
  ['spaces', ' \n\n'],
  ['a comment', '# only this\n'],
  ['a marker', '---\n'],
] as const)
  t.test(`${name} is an empty file`, async t => {
    t.same(codesOf(text), { codes: ['empty'], isMap: false })
  })

t.test('a list and a sentence are no lab', async t => {
  t.same(codesOf('- a\n').codes, ['not-a-map'])
  t.same(codesOf('a sentence\n').codes, ['not-a-map'])
})

t.test('a value is of the type that yaml itself gives it in the core schema', async t => {
  const words = 'word nil max yes no off t f n /tmp $HOME 64MiB 20% 10.0.0.1 _ é "1"'
  const others = '~ null Null NULL true True TRUE false 0 1 -1 +1 1.5 .5 1e3 .inf -.inf .nan Nan 0x1f 0o17'
  const written = `${words} ${others}`.split(' ')
  for (const word of written) {
    const read = readDocument(new LabFile('x.yaml', `a: ${word}`))
    t.same(read?.get('a'), parse(`a: ${word}`, { schema: 'core' }).a, word)
  }
})

t.test('numbers that lose what was written are reported, others are not', async t => {
  t.same(codesOf('a: [0755, 1.10, 0x1F, 1e3, +5, .5, 9007199254740993]').codes, Array(7).fill('odd-number'))
  t.same(codesOf('a: [755, 1.1, -5, 0, "0755", 1_000, 10:30]').codes, [])
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { main } from '../src/command/main.ts'
import type { World } from '../src/command/world.ts'

const root = join(import.meta.dirname, '..')

/** Every page of prose in the repository, by its path. */
const pages = new Map(
  ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pagesBelow('docs')].map(page => [
    page,
    readFileSync(join(root, page), 'utf8'),
  ]),
)

t.test('every link between pages leads to a file', async t => {
  const links = [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, path = '']) => ({ page, path })),
  )
  t.ok(links.length > 10, 'links are found')
  for (const { page, path } of links) t.ok(existsSync(join(root, dirname(page), path)), `${page}: ${path}`)
})

t.test('every decision that is referred to exists', async t => {
  const numbers = readdirSync(join(root, 'docs/decisions')).map(name => name.slice(0, 3))
  const texts = [...pages.values(), ...sourcesBelow('src'), ...sourcesBelow('scripts')]
  const referred = texts.flatMap(text =>
    [...text.matchAll(/decisions?[/ ]\(?(\d{3})\b/g)].map(([, n = '']) => n),
  )
  t.ok(referred.length > 10, 'references are found')
  t.same(
    [...new Set(referred)].filter(number => !numbers.includes(number)),
    [],
  )
})

t.test('every command in the pages exists, with the options it is given', async t => {
  const used = new Map<string, Set<string>>()
  for (const [page, text] of pages)
    for (const [, verb = '', rest = ''] of text.matchAll(
      /(?:^ {4}|`|\$ |&& |sudo |npx )unboxed ([a-z][a-z-]*)([^`\n#]*)/gm,
    )) {
      const options = used.get(verb) ?? new Set()
      used.set(verb, options)
      for (const [option] of rest.matchAll(/(?<=\s)--[a-z-]+/g)) options.add(`${option} (${page})`)
    }
  t.ok(used.has('run') && used.has('prove'), 'commands are found')
  for (const [verb, options] of used) {
    const help = await helpOf(verb)
    t.match(help, new RegExp(`^Usage: unboxed ${verb}\\b`), `${verb} has a help of its own`)
    const known = [...help.matchAll(/--[a-z-]+/g)].map(([option]) => option)
    for (const option of options) t.ok(known.includes(option.split(' ')[0] ?? ''), `${verb} ${option}`)
  }
})

t.test('every npm script in the pages exists', async t => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const used = [...pages.values()].flatMap(text =>
    [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name = '']) => name),
  )
  t.ok(used.length > 5, 'scripts are found')
  t.same(
    used.filter(name => !Object.hasOwn(scripts, name)),
    [],
  )
})

t.test('docs/machines.md explains messages that exist', async t => {
  const [, section = ''] = (pages.get('docs/machines.md') ?? '').split('\n## Troubleshooting\n')
  const messages = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = '']) => message)
  t.ok(messages.length > 10, 'messages are found')
  const source = sourcesBelow('src')
    .join('\n')
    .replaceAll(/\$\{[^}]*\}/g, '…')
  for (const message of messages)
    for (const piece of message
      .split('…')
      .map(piece => piece.trim())
      .filter(piece => piece.length > 1))
      t.ok(source.includes(piece), `${message}: "${piece}"`)
})

async function helpOf(verb: string): Promise<string> {
  const texts: string[] = []
  const stream = { write: (text: string) => texts.push(text) }
  const { signal } = new AbortController()
  await main([verb, '--help'], {
    stdout: stream,
    stderr: stream,
    env: {},
    version: '1',
    signal,
  } as unknown as World)
  return texts.join('')
}

function pagesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `${folder}/${name}`)
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|mjs)$/.test(name))
    .map(name => readFileSync(join(root, folder, name), 'utf8'))
}

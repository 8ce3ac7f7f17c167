import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'

/** What one folder may import: other folders or single files of them, and packages. A folder may always import itself. */
interface Allowed {
  readonly sources: readonly string[]
  readonly packages?: readonly string[]
}

/** From the ground up: every import points to a row above. */
const table: Record<string, Allowed> = {
  problem: { sources: [] },
  runtime: { sources: [] },
  linux: { sources: [] },
  protocol: { sources: ['problem', 'runtime/runtime'] },
  evidence: { sources: ['protocol'] },
  cache: { sources: ['problem', 'linux'] },
  kernel: { sources: ['problem', 'linux', 'protocol', 'evidence'] },
  subject: { sources: ['linux', 'evidence', 'kernel'] },
  lab: {
    sources: ['problem', 'runtime/runtime', 'linux', 'kernel', 'subject'],
    packages: ['leven', 'wrap-ansi', 'yaml', 'zod'],
  },
  plan: {
    sources: ['evidence', 'kernel', 'subject', 'lab'],
    packages: ['wrap-ansi'],
  },
  verdict: { sources: ['linux', 'evidence', 'kernel', 'subject', 'lab'] },
  agent: { sources: ['linux', 'protocol'] },
  machine: {
    sources: ['problem', 'runtime', 'linux', 'protocol', 'cache', 'kernel', 'plan/shell-syntax'],
    packages: ['execa'],
  },
  attempt: {
    sources: [
      ...['problem', 'runtime/runtime', 'linux', 'protocol', 'evidence'],
      ...['kernel', 'subject', 'lab', 'plan', 'verdict', 'machine/machine'],
    ],
  },
  prove: {
    sources: [
      ...['problem', 'runtime/runtime', 'evidence', 'kernel', 'subject', 'lab', 'plan', 'verdict'],
      ...['machine/machine', 'attempt'],
    ],
    packages: ['diff'],
  },
  report: {
    sources: [
      ...['problem', 'protocol', 'evidence', 'kernel', 'subject', 'lab', 'verdict'],
      ...['attempt/event', 'prove/proof'],
    ],
    packages: ['fast-xml-builder', 'string-width', 'strip-ansi', 'wrap-ansi', 'yaml'],
  },
  command: {
    sources: [
      ...['problem', 'runtime', 'protocol', 'evidence', 'cache', 'lab', 'plan'],
      ...['machine', 'attempt', 'prove', 'report'],
    ],
    packages: ['commander', 'p-limit'],
  },
  core: { sources: ['evidence', 'lab', 'plan', 'verdict', 'attempt', 'report'] },
  cli: { sources: ['command'] },
}

/** Runs anywhere: in Node, in a browser, in a bare realm. What it needs of the platform is handed in (runtime/runtime.ts). */
const core = [
  ...['problem', 'linux', 'protocol', 'evidence', 'kernel', 'subject', 'lab', 'plan', 'verdict'],
  ...['attempt', 'prove', 'report', 'core'],
]

/** May touch `process`: the command's own entry, and the agent, which is a program of its own. */
const mayTouchProcess = (file: string) => file === 'cli.ts' || file.startsWith('agent/')

const source = join(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))

t.test('every import is allowed by the table', async t => {
  t.ok(files.length > 50, 'the sources are found')
  t.same(
    files.map(folderOf).filter(folder => !table[folder]),
    [],
    'every folder has its row',
  )
  const forbidden = files.flatMap(file =>
    sourcesOf(file)
      .filter(path => folderOf(path) !== folderOf(file) && !isListed(path, table[folderOf(file)]?.sources))
      .map(path => `${file} imports ${path}`),
  )
  t.same(forbidden, [])
})

t.test('the documents list the folders in the order of the table', async t => {
  const folders = Object.keys(table).filter(name => files.some(file => file.startsWith(`${name}/`)))
  for (const [document, row] of [
    ['docs/design.md', /^\| `(\w+)\/` \|/gm],
    ['CONTRIBUTING.md', /^\| `src\/(\w+)\/` \|/gm],
  ] as const) {
    const text = readFileSync(join(source, '..', document), 'utf8')
    t.same(
      [...text.matchAll(row)].map(([, name]) => name),
      folders,
      document,
    )
  }
})

t.test('every import points up the table', async t => {
  const order = Object.keys(table)
  const wrong = Object.entries(table).flatMap(([folder, { sources }]) =>
    sources
      .filter(path => order.indexOf(folderOf(path)) >= order.indexOf(folder))
      .map(path => `${folder} may import ${path}`),
  )
  t.same(wrong, [])
})

t.test('every package is imported only where the table allows it', async t => {
  const forbidden = files.flatMap(file =>
    packagesOf(file)
      .filter(name => !isListed(name, table[folderOf(file)]?.packages))
      .map(name => `${file} imports ${name}`),
  )
  t.same(forbidden, [])
})

t.test('the table allows nothing that is not used', async t => {
  const unused = Object.entries(table).flatMap(([folder, { sources, packages = [] }]) => {
    const own = files.filter(file => folderOf(file) === folder)
    const imported = [...own.flatMap(sourcesOf), ...own.flatMap(packagesOf)]
    return [...sources, ...packages]
      .filter(name => !imported.some(path => isListed(path, [name])))
      .map(name => `${folder} never imports ${name}`)
  })
  t.same(unused, [])
})

t.test('no file imports itself, directly or through others, not even for a type', async t => {
  const graph = new Map(files.map(file => [file, sourcesOf(file).map(path => `${path}.ts`)]))
  t.same(circlesIn(graph), [])
  t.same(
    circlesIn(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]])), // biome-ignore format: a graph
    [['b', 'c']],
    'a circle would be found',
  )
})

t.test('the core uses nothing of Node, and no clock but the one it is given', async t => {
  const ofThePlatform =
    /(?<![\w.'`$])(Buffer|NodeJS|require|performance\.now|setTimeout|setInterval|setImmediate|Date\.now)\b(?!['`])/g
  const found = files
    .filter(file => core.includes(folderOf(file)))
    .flatMap(file => [
      ...importsOf(file)
        .filter(name => name.startsWith('node:'))
        .map(name => `${file} imports ${name}`),
      ...[...codeOf(file).matchAll(ofThePlatform)].map(([word]) => `${file} uses ${word}`),
    ])
  t.same(found, [])
})

t.test('only the entry points touch `process`', async t => {
  const pattern =
    /(?<![\w.'`$/{-])process\.(env|argv|exit|on|stdout|stderr|stdin|cwd|pid|platform|kill|getuid|versions|execPath|memoryUsage|nextTick|hrtime|emit|once)\b/
  const touching = files.filter(file => !mayTouchProcess(file) && pattern.test(codeOf(file)))
  t.same(touching, [])
})

function isListed(path: string, allowed: readonly string[] = []): boolean {
  return allowed.some(name => path === name || path.startsWith(`${name}/`))
}

function folderOf(file: string): string {
  return file.replace(/\.ts$/, '').split('/')[0] as string
}

/** Files of ours that a file imports, as paths below `src` without their ending. */
function sourcesOf(file: string): string[] {
  return importsOf(file)
    .filter(name => name.startsWith('.'))
    .map(name => relative(source, join(source, dirname(file), name)).replace(/\.ts$/, ''))
    .filter(path => !path.startsWith('..'))
}

/** Packages that a file imports, without the path inside of them. */
function packagesOf(file: string): string[] {
  return importsOf(file)
    .filter(name => !/^(\.|node:)/.test(name))
    .map(name => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] as string)
}

function importsOf(file: string): string[] {
  return [...codeOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?'([^'\n]+)'/g)].map(match => match[1] as string)
}

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(source, file), 'utf8')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\/\/.*$/gm, '')
}

/** Files that reach each other, each group once: strongly connected components (Tarjan). */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (node: string) => {
    numbers.set(node, numbers.size)
    lowest.set(node, numbers.size - 1)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!numbers.has(next)) visit(next)
      if (stack.includes(next))
        lowest.set(node, Math.min(lowest.get(node) as number, lowest.get(next) as number))
    }
    if (lowest.get(node) !== numbers.get(node)) return
    const group = stack.splice(stack.indexOf(node))
    if (group.length > 1 || graph.get(node)?.includes(node)) circles.push(group.sort())
  }
  for (const node of graph.keys()) if (!numbers.has(node)) visit(node)
  return circles
}

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { transform } from 'esbuild'
import t from 'tap'

/** What one folder may import: other folders or single files of them, and packages. A folder may always import itself. */
interface Allowed {
  readonly sources: readonly string[]
  readonly packages?: readonly string[]
}

/** From the ground up: every import points to a row above. */
const table: Record<string, Allowed> = {
  problem: { sources: [] },
  printable: { sources: [] },
  runtime: { sources: [] },
  linux: { sources: [] },
  protocol: { sources: ['problem', 'runtime/runtime'] },
  outside: { sources: [] },
  evidence: { sources: ['printable', 'protocol'] },
  cache: { sources: ['problem', 'linux'] },
  kernel: { sources: ['problem', 'linux', 'protocol', 'outside/outside', 'evidence'] },
  subject: {
    sources: ['linux', 'outside/outside', 'outside/walk/cgroup-file', 'evidence', 'kernel'],
  },
  lab: {
    sources: ['problem', 'printable', 'runtime/runtime', 'linux', 'kernel', 'subject'],
    packages: ['leven', 'wrap-ansi', 'yaml', 'zod'],
  },
  plan: {
    sources: ['printable', 'linux', 'evidence', 'kernel', 'subject', 'lab'],
    packages: ['wrap-ansi'],
  },
  submission: { sources: ['problem', 'printable', 'linux', 'protocol/shape', 'evidence', 'lab', 'plan'] },
  verdict: { sources: ['linux', 'evidence', 'kernel', 'subject', 'lab', 'plan/shell-syntax'] },
  resolve: { sources: ['linux', 'evidence', 'subject', 'lab', 'plan', 'verdict'] },
  change: { sources: ['printable', 'linux', 'protocol'] },
  agent: { sources: ['linux', 'protocol'] },
  live: { sources: ['linux/cgroup-setting', 'protocol/inventory', 'change', 'outside'] },
  machine: {
    sources: ['problem', 'runtime', 'linux', 'protocol', 'cache', 'kernel', 'plan/shell-syntax', 'outside'],
    packages: ['execa'],
  },
  attempt: {
    sources: [
      ...['problem', 'runtime/runtime', 'linux', 'protocol', 'outside', 'evidence'],
      ...['kernel', 'subject', 'lab', 'plan', 'verdict', 'submission', 'resolve', 'machine/machine'],
    ],
  },
  prove: {
    sources: [
      ...['problem', 'runtime/runtime', 'evidence', 'kernel', 'subject', 'lab', 'plan', 'verdict'],
      ...['submission', 'resolve', 'machine/machine', 'attempt'],
    ],
    packages: ['diff'],
  },
  grade: {
    sources: [
      ...['runtime/runtime', 'evidence', 'lab', 'plan/ground', 'verdict', 'machine/machine', 'attempt'],
      ...['prove/run-again', 'submission', 'resolve'],
    ],
  },
  report: {
    sources: [
      ...['problem', 'printable', 'protocol', 'evidence', 'kernel', 'subject', 'lab', 'verdict'],
      ...['plan/shell-syntax', 'attempt/event', 'prove/proof', 'prove/record'],
    ],
    packages: ['fast-xml-builder', 'string-width', 'strip-ansi', 'wrap-ansi', 'yaml'],
  },
  learn: {
    sources: [
      ...['runtime/runtime', 'protocol', 'evidence', 'lab', 'plan', 'submission', 'verdict', 'resolve'],
      ...[
        'linux/terminal-size',
        'attempt',
        'change',
        'report/paint',
        'report/view/portrait',
        'report/wording',
        'report/wrap',
      ],
    ],
  },
  screen: {
    sources: [
      ...[
        'printable',
        'linux/terminal-size',
        'linux/terminal-query',
        'plan/shell-syntax',
        'verdict',
        'change/change',
        'live',
      ],
      ...['learn', 'report'],
    ],
    packages: ['@xterm/addon-serialize', '@xterm/headless', 'wrap-ansi'],
  },
  command: {
    sources: [
      ...['problem', 'printable', 'runtime', 'protocol', 'evidence', 'cache', 'lab', 'plan'],
      ...[
        'linux/errno',
        'linux/shell-marks',
        'linux/terminal-size',
        'verdict/verdict',
        'verdict/score',
        'machine',
        'attempt',
        'change',
        'outside',
        'live',
        'prove',
      ],
      ...['submission', 'grade', 'report', 'learn', 'screen'],
    ],
    packages: ['commander', 'p-limit', 'tar'],
  },
  core: { sources: ['evidence', 'lab', 'plan', 'verdict', 'attempt', 'report'] },
  cli: { sources: ['cache', 'report', 'command'] },
}

/** Folders that do for Node what the core takes as an interface: of these, only the files that the core imports are of it. */
const ofNode = ['machine', 'runtime']

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

/** Files that run anywhere: in Node, in a browser, in a bare realm. What they need of the platform is handed in (runtime/runtime.ts). */
function coreFiles(): string[] {
  const bundled = reachedFrom('core.ts')
  const folders = new Set([...bundled].map(folderOf).filter(folder => !ofNode.includes(folder)))
  return files.filter(file => bundled.has(file) || folders.has(folderOf(file)))
}

t.test('the core uses nothing of Node, and no clock but the one it is given', async t => {
  const core = coreFiles()
  for (const file of ['machine/machine.ts', 'lab/parse-lab.ts', 'prove/prove-lab.ts'])
    t.ok(core.includes(file), `${file} is of the core`)
  t.notOk(core.includes('runtime/node.ts'))
  const ofThePlatform = [
    ...['process', 'Buffer', 'global', 'globalThis', 'require', 'Date.now', 'performance'],
    ...['setTimeout', 'setInterval', 'setImmediate'],
  ]
  const found = await Promise.all(
    core.map(async file => [
      ...importsOf(file)
        .filter(name => name.startsWith('node:'))
        .map(name => `${file} imports ${name}`),
      ...(/\bNodeJS\./.test(codeOf(file)) ? [`${file} uses types of NodeJS`] : []),
      ...(await globalsIn(textOf(file), ofThePlatform)).map(name => `${file} uses ${name}`),
    ]),
  )
  t.same(found.flat(), [])
})

t.test('only the entry points touch `process`', async t => {
  const others = files.filter(file => !mayTouchProcess(file))
  const found = await Promise.all(
    others.map(async file =>
      (await globalsIn(textOf(file), ['process', 'global', 'globalThis'])).map(
        name => `${file} uses ${name}`,
      ),
    ),
  )
  t.same(found.flat(), [])
})

t.test(
  'a global is found in whatever form it is used, and told from a variable of the same name',
  async t => {
    for (const text of [
      'process.nextTick(work)',
      'const used = process.memoryUsage()',
      'export const now = () => process.hrtime.bigint()',
      'const { env } = process',
      'const id = `${process.pid}`',
      "process['exit'](1)",
    ])
      t.same(await globalsIn(text, ['process', 'Date.now']), ['process'], text)
    t.same(await globalsIn('const began: number = Date.now()', ['process', 'Date.now']), ['Date.now'])
    for (const text of [
      'export const pidOf = (process: { pid: number }) => process.pid',
      'for (const process of processes) process.kill()',
      '// process.exit()',
      "const text = 'process.exit()'",
      'const { process } = subject; const own = subject.process.pid',
    ])
      t.same(await globalsIn(text, ['process']), [], text)
  },
)

/** Which of these names mean the global one somewhere in the text: esbuild replaces them only where no variable hides them. */
async function globalsIn(text: string, names: readonly string[]): Promise<string[]> {
  const marks = names.map((name, index) => [name, `__global_${index}__`] as const)
  const { code } = await transform(text, { loader: 'ts', define: Object.fromEntries(marks) })
  return marks.filter(([, mark]) => code.includes(mark)).map(([name]) => name)
}

/** A file and all that it imports, directly or through others, types included. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file)) return reached
  reached.add(file)
  for (const path of sourcesOf(file)) reachedFrom(`${path}.ts`, reached)
  return reached
}

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

function textOf(file: string): string {
  return readFileSync(join(source, file), 'utf8')
}

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return textOf(file)
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

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'

/** Who may import whom. A folder may always import itself; `problem` is the one file all may use. */
const mayImport: Record<string, readonly string[]> = {
  problem: [],
  kernel: ['problem', 'agent/protocol'],
  lab: ['problem', 'kernel'],
  plan: ['problem', 'kernel', 'lab'],
  agent: [],
  machine: ['problem', 'kernel', 'plan/quote', 'agent/protocol'],
  run: [
    'problem',
    'kernel',
    'lab',
    'plan',
    'machine/machine',
    'machine/agent-client',
    'agent/protocol',
    'verdict',
  ],
  prove: ['problem', 'kernel', 'lab', 'plan', 'run', 'verdict', 'machine/machine'],
  verdict: ['problem', 'kernel', 'lab', 'run/evidence', 'agent/protocol'],
  report: [
    'problem',
    'kernel',
    'lab',
    'run/evidence',
    'run/event',
    'prove/proof',
    'verdict',
    'agent/protocol',
  ],
  command: [
    'problem',
    'kernel',
    'lab',
    'plan',
    'machine',
    'run',
    'prove',
    'verdict',
    'report',
    'agent/protocol',
  ],
  cli: ['command'],
}

/** Folders without effects: data in, data out. */
const pure = ['kernel', 'lab', 'plan', 'prove', 'verdict', 'report']

/** What of Node has no effect, and may be used anywhere. */
const harmless = ['node:crypto', 'node:util', 'node:path/posix', 'node:stream', 'node:buffer']

/** May touch `process`: the command's own entry, and the agent, which is a program of its own. */
const mayTouchProcess = (file: string) => file === 'cli.ts' || file.startsWith('agent/')

const source = join(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))

const processPattern =
  /(?<![\w.'`$/{-])process\.(env|argv|exit|on|stdout|stderr|stdin|cwd|pid|platform|kill|getuid|versions|execPath)\b/

t.test('every import is allowed by the table', async t => {
  t.ok(files.length > 50, 'the sources are found')
  const forbidden = files.flatMap(file =>
    importsOf(file)
      .filter(name => name.startsWith('.'))
      .map(name => relative(source, join(source, dirname(file), name)).replace(/\.ts$/, ''))
      .filter(path => !isAllowed(file, path))
      .map(path => `${file} imports ${path}`),
  )
  t.same(forbidden, [])
})

t.test('folders without effects import nothing that has one', async t => {
  const effects = files
    .filter(file => pure.includes(folderOf(file)))
    .flatMap(file => importsOf(file).map(name => `${file} imports ${name}`))
    .filter(line => line.includes(' node:') && !harmless.some(name => line.endsWith(name)))
  t.same(effects, [])
})

t.test('only the entry points touch `process`', async t => {
  const touching = files.filter(file => !mayTouchProcess(file) && processPattern.test(codeOf(file)))
  t.same(touching, [])
})

function isAllowed(file: string, path: string): boolean {
  const from = folderOf(file)
  const allowed = mayImport[from]
  if (!allowed) return false
  return folderOf(path) === from || allowed.some(name => path === name || path.startsWith(`${name}/`))
}

function folderOf(file: string): string {
  return file.replace(/\.ts$/, '').split('/')[0] as string
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(match => match[1] as string)
}

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(source, file), 'utf8')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\/\/.*$/gm, '')
}

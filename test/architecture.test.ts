import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'

/** Who may import whom. A folder may always import itself; `problem` is the one file all may use. */
const mayImport: Record<string, readonly string[]> = {
  problem: [],
  linux: [],
  protocol: ['problem'],
  evidence: ['protocol'],
  cache: ['problem', 'linux'],
  kernel: ['problem', 'linux', 'protocol', 'evidence'],
  subject: ['linux', 'evidence', 'kernel'],
  lab: ['problem', 'linux', 'kernel', 'subject'],
  plan: ['problem', 'evidence', 'kernel', 'subject', 'lab'],
  verdict: ['problem', 'linux', 'evidence', 'kernel', 'subject', 'lab'],
  agent: ['linux', 'protocol'],
  machine: ['problem', 'linux', 'protocol', 'cache', 'kernel', 'plan/quote'],
  attempt: [
    'problem',
    'linux',
    'protocol',
    'evidence',
    'kernel',
    'subject',
    'lab',
    'plan',
    'verdict',
    'machine/machine',
  ],
  prove: ['problem', 'evidence', 'kernel', 'subject', 'lab', 'plan', 'verdict', 'attempt', 'machine/machine'],
  report: [
    'problem',
    'protocol',
    'evidence',
    'kernel',
    'subject',
    'lab',
    'verdict',
    'attempt/event',
    'prove/proof',
  ],
  command: [
    'problem',
    'protocol',
    'evidence',
    'kernel',
    'lab',
    'plan',
    'cache',
    'machine',
    'attempt',
    'prove',
    'verdict',
    'report',
  ],
  cli: ['command'],
}

/** Folders without effects: data in, data out. */
const pure = [
  'linux',
  'protocol',
  'evidence',
  'kernel',
  'subject',
  'lab',
  'plan',
  'prove',
  'verdict',
  'report',
]

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

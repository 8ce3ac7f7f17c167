import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { type ActionRow, actions } from '../../src/learn/action.ts'
import { onGround, vmGround } from '../../src/plan/ground.ts'
import { commanded } from '../command/commanded.ts'
import { courseLabs } from '../command/learn-at.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/pictures')
const remedy = 'make the pictures again: node scripts/pictures.mjs'
const pictures = readdirSync(folder).map(name => ({ name, svg: readFileSync(join(folder, name), 'utf8') }))
/** Pictures of a task screen, which has its keys below. */
const tasks = pictures.filter(({ svg }) => linesOf(svg).at(-1)?.startsWith(' ^] '))
const cyan = '#4dd0e1'

interface Text {
  readonly '#text': string
  readonly x: string
  readonly y: string
  readonly fill: string
}

function textsOf(svg: string): Text[] {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', trimValues: false, parseTagValue: false },
    isArray: name => name === 'text',
  })
  return parser.parse(svg).svg.g.text
}

/** The lines of a screen, those without text left out. */
function linesOf(svg: string): string[] {
  const lines = new Map<string, string>()
  for (const { '#text': text, x, y } of textsOf(svg)) {
    const column = Math.round((Number(x) - 12) / 8.4)
    lines.set(y, `${(lines.get(y) ?? '').padEnd(column)}${text}`)
  }
  return [...lines.values()]
}

t.test('pictures are well-formed, light, narrow enough for a page, and shown on one', async t => {
  const pages = ['README.md', 'docs/learning.md'].map(page => readFileSync(join(root, page), 'utf8')).join()
  t.ok(pictures.length > 3, 'pictures are found')
  for (const { name, svg } of pictures) {
    t.equal(XMLValidator.validate(svg), true, name)
    t.ok(statSync(join(folder, name)).size < 60_000, name)
    t.ok(Number(/ width="(\d+)"/.exec(svg)?.[1]) <= 900, name)
    t.match(pages, `pictures/${name})`)
  }
})

t.test('the table of contents is what is printed now', async t => {
  const { stdout } = await commanded(['list', 'process', 'namespace'], {
    columns: 96,
    env: { XDG_STATE_HOME: t.testdir() },
  })
  const printed = stdout.split('\n').filter(line => line.trim() !== '')
  const list = pictures.find(({ name }) => name === 'list.svg')?.svg ?? ''
  t.same(linesOf(list), printed, remedy)
})

t.test('the task is what its lab says now', async t => {
  const [lab] = courseLabs('monday')
    .filter(({ id }) => id === 'cgroup/memory-max')
    .map(lab => onGround(lab, vmGround))
  t.ok(tasks.length > 1, 'task screens are found')
  for (const { name, svg } of tasks) {
    const [title = '', step = '', ...lines] = linesOf(svg)
    t.ok(title.startsWith(` ${lab?.title} `), `${name}: ${remedy}`)
    const [, number, of] = /^ Step (\d) of (\d)/.exec(step) ?? []
    t.equal(Number(of), lab?.steps.length, `${name}: ${remedy}`)
    const { text = '', task = '' } = lab?.steps[Number(number) - 1] ?? {}
    t.ok(words(lines).startsWith(words([text, task])), `${name}: ${remedy}`)
  }
})

const words = (texts: readonly string[]) => texts.join(' ').trim().split(/\s+/).join(' ')

t.test('headings and keys are those of the screen', async t => {
  const screen = join(root, 'src/screen/task')
  const sources = readdirSync(screen).map(file => readFileSync(join(screen, file), 'utf8'))
  const templates = sources.join('\n').replaceAll(/\$\{[^}]*\}/g, '0')
  const rows: readonly (readonly [string, ActionRow])[] = Object.entries(actions)
  const keys = new Set(['^] shell', ...rows.map(([name, { key, word = name }]) => `${key} ${word}`)])
  for (const { name, svg } of tasks) {
    const headings = textsOf(svg).filter(({ fill }) => fill === cyan)
    t.ok(headings.length > 1, `${name} has headings`)
    for (const { '#text': heading } of headings)
      t.ok(templates.includes(heading.trim().replaceAll(/\d+/g, '0')), `${name}: ${heading}: ${remedy}`)
    for (const key of linesOf(svg).at(-1)?.trim().split(/ {2,}/) ?? [])
      t.ok(keys.has(key), `${name}: ${key}: ${remedy}`)
  }
})

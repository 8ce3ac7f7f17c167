import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'
import { labSchemaJson } from '../../../src/lab/reference/json-schema.ts'
import { matcherGuide } from '../../../src/lab/reference/matcher-guide.ts'
import { courseFolder, labFiles } from '../../lab-files.ts'

const fixtures = new URL('../../fixtures/lab/', import.meta.url)
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(labSchemaJson())
const accepts = (text: string) => validate(parse(text, { logLevel: 'error' }))

/** Mistakes that a schema cannot see: names and variables that nobody gave, and what is wrong before there is a value. */
const unseen = ['absence', 'name', 'named', 'path-pattern', 'undefined-variable']

/** The lab files below a folder; an empty folder would leave its tests out. */
function yamlIn(folder: URL): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.yaml'),
  )
  if (names.length === 0) throw new Error(`no lab in ${folder}`)
  return names
}

for (const name of yamlIn(new URL('valid/', fixtures)))
  t.test(`editors accept ${name}`, async t => {
    t.ok(accepts(readFileSync(new URL(`valid/${name}`, fixtures), 'utf8')))
  })

for (const name of labFiles)
  t.test(`editors accept ${name}`, async t => {
    t.ok(accepts(readFileSync(join(courseFolder, name), 'utf8')))
  })

for (const file of yamlIn(fixtures).filter(name => !name.includes('/'))) {
  const text = readFileSync(new URL(file, fixtures), 'utf8')
  if (unseen.includes(file.replace('.yaml', '')) || !isYaml(text)) continue
  t.test(`editors refuse ${file}`, async t => {
    t.notOk(accepts(text))
  })
}

t.test('every example of the reference is accepted', async t => {
  for (const { examples } of Object.values(matcherGuide))
    for (const check of examples) t.ok(accepts(labWith(check)), check)
})

t.test('hovering over a fact tells what it means and where that is said', async t => {
  const text = JSON.stringify(labSchemaJson())
  t.match(text, /The hard limit: [^"]+ See cgroup-v2: memory\.max\. Needs the memory controller\./)
})

function labWith(check: string): string {
  return `title: A\nsteps:\n  - id: a\n    text: b\n    as: box\n    run: c\n    expect:\n      - ${check.replaceAll('\n', '\n        ')}\n`
}

function isYaml(text: string): boolean {
  try {
    parse(text, { logLevel: 'error' })
    return true
  } catch {
    return false
  }
}

#!/usr/bin/env node
// Generates the schemas for editors and the reference for authors from the definitions of the formats, and the page of the course from its labs.
// With --check it writes nothing, and fails if a file is out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { load } from './load.mjs'

const { labSchemaJson, courseSchemaJson, labFormatMarkdown, coursePage, loadLabs, findCourse } = await load(
  'src/lab/reference/json-schema.ts',
  'src/lab/reference/markdown.ts',
  'src/lab/reference/course-page.ts',
  'src/command/load-labs.ts',
  'src/command/find-course.ts',
)
const cwd = process.cwd()
const { labs } = await loadLabs([], { root: cwd, cwd, seed: 'show' })
const { course } = await findCourse('labs', labs, cwd)

const files = {
  'docs/course.md': coursePage(course, labs),
  'labs/course.schema.json': `${JSON.stringify(courseSchemaJson(), null, 2)}\n`,
  'labs/lab.schema.json': `${JSON.stringify(labSchemaJson(), null, 2)}\n`,
  'docs/lab-format.md': labFormatMarkdown(),
}

for (const [file, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the code and the labs say: npm run generate`)
    process.exitCode = 1
  }
}

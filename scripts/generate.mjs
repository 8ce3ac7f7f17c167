#!/usr/bin/env node
// Generates the schema for editors and the reference for authors from the definitions of the lab format.
// With --check it writes nothing, and fails if a file is out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { load } from './load.mjs'

const { labSchemaJson, labFormatMarkdown } = await load(
  'src/lab/reference/json-schema.ts',
  'src/lab/reference/markdown.ts',
)

const files = {
  'labs/lab.schema.json': `${JSON.stringify(labSchemaJson(), null, 2)}\n`,
  'docs/lab-format.md': labFormatMarkdown(),
}

for (const [file, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the lab format says: npm run generate`)
    process.exitCode = 1
  }
}

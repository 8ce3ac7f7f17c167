import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { labDigest } from '../../src/attempt/attempt.ts'
import { doctor } from '../../src/command/doctor.ts'
import { eject } from '../../src/command/eject.ts'
import { judge } from '../../src/command/judge.ts'
import { list } from '../../src/command/list.ts'
import { main } from '../../src/command/main.ts'
import { progressLine } from '../../src/command/progress-line.ts'
import { show } from '../../src/command/show.ts'
import { validate } from '../../src/command/validate.ts'
import type { World } from '../../src/command/world.ts'
import { decodeKept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { unsafe } from '../../src/printable.ts'
import { reporters } from '../../src/report/registry.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { poison, spoiled } from '../report/spoil.ts'

function worldIn(cwd: string) {
  let said = ''
  const stream = {
    write: (text: string) => {
      said += text
    },
  }
  const root = join(import.meta.dirname, '../..')
  const { signal } = new AbortController()
  const { signal: leaving } = new AbortController()
  const world = {
    env: {},
    version: '1',
    cwd,
    root,
    stdin: {},
    stdout: stream,
    stderr: stream,
    signal,
    leaving,
  } as unknown as World
  const taken = () => {
    const text = said
    said = ''
    return text
  }
  return { world, taken }
}

const wrongLab = { title: poison, about: poison, [poison]: poison, steps: [{ id: poison, [poison]: 1 }] }
/** JSON is YAML. What nobody sees is only accepted as an escape. */
const yaml = (value: unknown) =>
  JSON.stringify(value).replace(
    /[^\0-\x7e]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const words = `a${poison.replaceAll('\u0000', '')}b`
const lab = {
  title: words,
  about: words,
  claims: ['C1'],
  reads: [words],
  vars: { word: { pick: [words] } },
  steps: [
    {
      id: 'one',
      text: words,
      task: words,
      hints: [words],
      run: `printf '%s' '${words}' '$\\\`\${word}'`,
      expect: [{ output: 'stdout', text: words, why: words }],
    },
    { id: 'two', text: words, run: `printf '%s' "it's ${words}"` },
  ],
}

t.test('no command prints what a lab wants a terminal to do', async t => {
  const folder = t.testdir({ 'wrong.yaml': yaml(wrongLab), 'right.yaml': yaml(lab) })
  const { world, taken } = worldIn(folder)
  const commands: Record<string, () => Promise<number>> = {
    list: () => list(['right.yaml'], {}, world),
    'list --json': () => list(['right.yaml'], { json: true }, world),
    'list of a wrong one': () => list(['wrong.yaml'], {}, world),
    'validate of a wrong one': () => validate(['wrong.yaml'], {}, world),
    'validate --json': () => validate(['wrong.yaml'], { json: true }, world),
    'a file that is not there': () => validate([`${words}.yaml`], {}, world),
    show: () => show('right.yaml', {}, world),
    'a verb that is not there': () => main([words], world),
    doctor: () => doctor({}, { ...world, nodeVersion: words, platform: words as NodeJS.Platform }),
  }
  for (const [name, command] of Object.entries(commands)) {
    await command()
    const text = taken()
    t.equal(text.search(unsafe), -1, name)
    t.ok(text.length > 0, `${name} says something`)
    if (name === 'show') t.match(text, "$(printf '\\033')[2J", 'the script does the same nevertheless')
  }
  t.equal(await eject('right.yaml', { out: 'out' }, world), 0)
  for (const file of readdirSync(join(folder, 'out')))
    t.equal(readFileSync(join(folder, 'out', file), 'utf8').search(unsafe), -1, file)
})

t.test('progress is printed on one line, whatever it tells of', async t => {
  const { world, taken } = worldIn('/')
  progressLine(world)({ task: words, detail: words })
  progressLine(world)({ task: words, done: true, ms: 1 })
  t.equal(taken().search(unsafe), -1)
})

t.test('no report of kept evidence prints what is in it', async t => {
  const from = 'test/fixtures/evidence/format-1'
  const folder = t.testdir({})
  for (const file of readdirSync(from).filter(name => name.endsWith('.json'))) {
    const kept = JSON.parse(readFileSync(join(from, file), 'utf8'))
    const keys = /^(title|about|why|stdout|stderr|said|line|shell|text|description|release|what)$/
    const { steps } = kept.lab
    const hostile = spoiled(kept, keys)
    // What is expected stays what it was.
    for (const [index, step] of steps.entries()) hostile.lab.steps[index].expect = step.expect
    const { lab } = decodeKept<Lab>(JSON.stringify(hostile))
    hostile.evidence.lab.digest = labDigest(lab, nodeRuntime.digest)
    writeFileSync(join(folder, file), JSON.stringify(hostile))
  }
  const { world, taken } = worldIn(folder)
  for (const reporter of Object.keys(reporters) as (keyof typeof reporters)[]) {
    await judge('.', { reporter }, world)
    const text = taken()
    // Records of CSV end with both.
    t.equal(text.replaceAll('\r\n', '\n').search(unsafe), -1, reporter)
    t.ok(text.length > 1000, `${reporter} says something`)
  }
})

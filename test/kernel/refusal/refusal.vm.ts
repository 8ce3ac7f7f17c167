import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventsOf, unboxed } from '../../command/unboxed.ts'
import { useOwnCache } from '../../machine/vm/own-cache.ts'
import { type RefusedLab, refusedLabs } from './refused-labs.ts'

await useOwnCache(t)

// The way a user meets a refusal: labs are run by the built command, in VMs, and its events say what went wrong.
const folder = t.testdir()
const files = refusedLabs.map((lab, index) => {
  const file = join(folder, `${nameOf(lab, index)}.yaml`)
  writeFileSync(file, textOf(lab, nameOf(lab, index)))
  return file
})
const run = await unboxed(['run', ...files, '--reporter', 'jsonl', '--jobs', '2'])
if (run.stderr) t.comment(run.stderr)
const events = eventsOf(run)

for (const [index, lab] of refusedLabs.entries()) {
  const { code, told, says, kind = 'error' } = lab
  t.test(`${code}${told ? ` (${told})` : ''}: ${says}`, async t => {
    const found = toldOf(nameOf(lab, index), lab)
    t.match(found, { message: says })
    t.equal(found?.outcome, told === 'fail' || told === 'unsupported' ? told : kind)
    t.equal(found?.code, told === 'fail' ? undefined : code)
  })
}

/** Of the lab, and of the step in which the refusal comes. */
function nameOf({ code }: RefusedLab, index: number): string {
  return `${code}-${index}`
}

/** JSON is YAML. */
function textOf({ code, steps }: RefusedLab, name: string): string {
  const last = steps.length - 1
  return JSON.stringify({
    title: code,
    steps: steps.map((step, index) => ({
      id: index === last ? name : `step-${index}`,
      text: 'Something that the kernel refuses.',
      ...step,
    })),
  })
}

interface Told {
  readonly outcome: string
  readonly code?: string | undefined
  readonly message?: string | undefined
}

/** How the refusal reached the user. */
function toldOf(name: string, { code, told }: RefusedLab): Told | undefined {
  for (const event of events) {
    if (told === undefined && event.type === 'step-end' && event.step === name && event.ended)
      return { ...event.ended, outcome: event.ended.kind }
    if (told === 'lab' && event.type === 'attempt-end' && event.ended?.code === code)
      return { ...event.ended, outcome: event.ended.kind }
    if (event.type === 'verdict' && event.verdict.check === `${name}/1`) {
      const { outcome, reason, facts } = event.verdict
      return { outcome, code: reason?.code, message: facts[0]?.message }
    }
  }
  return undefined
}

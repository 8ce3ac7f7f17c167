import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { unboxed, verdictsOf } from '../../command/unboxed.ts'
import { useOwnCache } from '../../machine/vm/own-cache.ts'
import { namedLines } from './named-lines.ts'

await useOwnCache(t)

/** One lab, a step for each line, and a step at the end that looks at all of them again. JSON is YAML. */
const lab = {
  title: 'Who is meant',
  steps: [
    { id: 'before', text: 'A network namespace to enter.', run: 'ip netns add red' },
    ...namedLines.map((line, index) => ({
      id: `line-${index}`,
      text: line.run.trim(),
      as: `box-${index}`,
      run: line.run.replaceAll('${', '$${'),
      expect: [check(index)],
    })),
    {
      id: 'later',
      text: 'The same again.',
      run: 'sleep 1',
      expect: namedLines.map((_, index) => check(index)),
    },
    { id: 'after', text: 'As it was.', run: 'ip netns delete red' },
  ],
}

function check(index: number) {
  const { means = '', inside } = namedLines[index] ?? {}
  return { process: `box-${index}`, command: means, ...(inside !== undefined && { pid: { inside } }) }
}

const file = join(t.testdir(), 'named.yaml')
writeFileSync(file, JSON.stringify(lab))
const run = await unboxed(['run', file, '--reporter', 'jsonl'])
if (run.stderr) t.comment(run.stderr)
const verdicts = verdictsOf(run)

t.ok(namedLines.length >= 30)
for (const [index, { run: line, taken, perhaps }] of namedLines.entries())
  t.test(line.trim(), async t => {
    for (const id of [`line-${index}/1`, `later/${index + 1}`]) {
      const verdict = verdicts.find(({ check }) => check === id)
      const told = verdict?.reason?.message ?? verdict?.facts.map(({ message }) => message).join('; ')
      t.equal(verdict?.outcome, 'pass', `${id}: ${told}`)
      const subject = `process box-${index}`
      const subjects = [
        ...(taken === undefined || perhaps ? [subject] : []),
        ...(taken ? [`${subject} (${taken})`] : []),
      ]
      t.ok(subjects.includes(verdict?.subject ?? ''), verdict?.subject ?? 'no verdict')
    }
  })

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Lab } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { vmGround } from '../../src/plan/ground.ts'
import { labHandout } from '../../src/plan/handout.ts'
import { planLab } from '../../src/plan/plan.ts'
import { labScript } from '../../src/plan/script.ts'
import { shellLine } from '../../src/plan/shell-line.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { labTemplate } from '../../src/submission/template.ts'

const script = '#!/bin/sh\nend\n\n  echo "$1" \\\n'

function labAt(folder: string): Lab {
  const read = parseLab(
    `title: A\nfiles: [{path: ${folder}/new/greet, mode: "0711", text: ${JSON.stringify(script)}}]\nsteps: [{id: a, text: b, run: "true"}]\n`,
    { file: 'x.yaml', id: 'x', seed: 's' },
    nodeRuntime,
  )
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.lab
}

t.test('files come before the first step', async t => {
  const { setUp } = planLab(labAt('/srv'), vmGround)
  t.same(setUp.slice(1), [{ op: 'put-file', path: '/srv/new/greet', mode: 0o711, text: script }])
})

t.test('its shell line makes the same file', async t => {
  const folder = t.testdir({})
  const [, put] = planLab(labAt(folder), vmGround).setUp
  if (put?.op !== 'put-file') return t.fail('there is no file')
  execFileSync('/bin/sh', ['-euc', shellLine(put)])
  t.equal(readFileSync(put.path, 'utf8'), script)
  t.equal(statSync(put.path).mode & 0o777, 0o711)
})

/** The functions of the script, without the call of `main`, and a line after them. */
const run = (text: string, line: string) =>
  execFileSync('/bin/bash', ['-c', `${text.replace('\nset -eu\nmain "$@"\n', '\nset -eu\n')}\n${line}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })

t.test('an ejected script puts it, removes it with its folders, and overwrites nothing', async t => {
  const folder = t.testdir({})
  const text = labScript(labAt(folder), vmGround).replace(/^state=.*$/m, `state=${folder}/state`)
  const put = /^put .*?^end_$/ms.exec(text)?.[0] ?? ''
  mkdirSync(join(folder, 'state'))
  run(text, put)
  t.equal(readFileSync(join(folder, 'new/greet'), 'utf8'), script)
  t.equal(statSync(join(folder, 'new/greet')).mode & 0o777, 0o711)
  t.throws(() => run(text, put), /greet exists already, and is not overwritten/)
  run(text, 'take_files')
  t.notOk(existsSync(join(folder, 'new')))
  t.ok(existsSync(folder))
  t.match(text, /^clean\(\) \{\n.*\n.*\n {2}take_files\n {2}forget$/m)
})

t.test('a learner reads it on paper and in the template', async t => {
  const lab = labAt('/srv')
  const handout = labHandout(lab, vmGround)
  t.ok(handout.includes('cat > /srv/new/greet'))
  t.ok(handout.includes('\n  echo "$1" \\\n'))
  const template = labTemplate(lab, vmGround)
  t.ok(
    template.includes(
      '# The machine has the file /srv/new/greet, with mode 0711:\n#   | #!/bin/sh\n#   | end\n#   |\n#   |   echo "$1" \\\n',
    ),
  )
})

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { commands, isComment } from '../../../src/prove/shell/commands.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../../lab-files.ts'

/** Scripts, and what they fall into. */
const scripts: readonly (readonly string[])[] = [
  ['one', 'two --three'],
  ['echo "a\nb"', 'echo c'],
  ["echo 'if'", 'echo fi'],
  ['if true\nthen\n  echo yes\nfi', 'echo if'],
  ['for name in a b; do\n  echo $name\ndone', 'true'],
  ['while read line; do echo "$line"; done <<end\ndone\nend', 'true'],
  ["cat <<'end'\nif (\n'\nend", 'true'],
  ['case $1 in\n  a) echo a ;;\n  b|c) echo b ;;\nesac', 'true'],
  ['go() {\n  echo in\n}', 'go'],
  ['( sleep 1\necho late ) &', 'echo now'],
  ['echo a |\n  cat', 'true &&\n  echo b', 'echo \\\n  c'],
  ['echo $(echo a\necho b)', 'echo "$(date)" `date`'],
  ['# a remark', 'echo a # another: if (', '', 'echo "#" a#b'],
  ["exec bash -c 'bomb() { bomb | bomb & }; bomb; sleep 1000' 2>/dev/null"],
  ['{ echo a\necho b; }', 'echo }'],
]

for (const script of scripts)
  t.test(JSON.stringify(script), async t => {
    t.same(commands(script.join('\n')), script)
  })

const runs = labFiles.flatMap(file => {
  const read = parseLab(
    readFileSync(join(courseFolder, file), 'utf8'),
    { file, id: 'x', seed: '1' },
    nodeRuntime,
  )
  return 'lab' in read ? read.lab.steps.map(({ run }) => run.replaceAll('${cgroup}', '/cgroup')) : []
})

t.test('whatever is left out, a shell can read the rest', async t => {
  t.ok(runs.length > 20, 'the labs are found')
  for (const run of [...runs, ...scripts.map(script => script.join('\n'))])
    for (const [index, command] of commands(run).entries()) {
      if (isComment(command)) continue
      const rest = commands(run).filter((_, other) => other !== index)
      const { stderr, status } = spawnSync('bash', ['-n'], { input: rest.join('\n'), encoding: 'utf8' })
      t.equal(status, 0, `${run}, without ${command}: ${stderr}`)
    }
})

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { labScript } from '../../src/plan/script.ts'

const labs = join(import.meta.dirname, '../../labs')
const ground = { cgroup: '/sys/fs/cgroup', controllers: ['cpu', 'memory', 'pids'] }
const files = readdirSync(labs, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))

function scriptOf(file: string): string {
  const read = parseLab(readFileSync(join(labs, file), 'utf8'), { file, id: 'x', seed: '1' })
  if ('problems' in read) throw new Error(`${file} is not valid`)
  return labScript(read.lab, ground)
}

t.test('every lab is a script that a shell can read', async t => {
  t.ok(files.length >= 8)
  for (const file of files)
    for (const shell of ['dash', 'bash'])
      t.doesNotThrow(() => execFileSync(shell, ['-n'], { input: scriptOf(file) }), `${file} in ${shell}`)
})

t.test('it has the commands as a course tells them, the looks, and what they must show', async t => {
  const script = scriptOf('2-cgroup/1-memory-max.yaml')
  t.match(script, 'sudo mkdir /sys/fs/cgroup/mygroup\n')
  t.match(script, 'echo "536870912" | sudo tee /sys/fs/cgroup/mygroup/memory.max\n')
  t.match(script, 'echo $$ | sudo tee /sys/fs/cgroup/mygroup/cgroup.procs\n')
  t.match(script, '# must be: memory.max 512MiB\ncat /sys/fs/cgroup/mygroup/memory.max\n')
})

t.test('a process is found below the wrappers that started it', async t => {
  const script = scriptOf('1-namespace/1-pid.yaml')
  const settle = /words\(\) .*?\n\}\n/s.exec(script)?.[0]
  const run = `${settle}\nenv -i nice sleep 5 & found=$(settle $!); cat /proc/$found/comm; kill $found`
  t.equal(execFileSync('dash', ['-c', run], { encoding: 'utf8' }), 'sleep\n')
})

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import type { Ground } from '../../src/plan/ground.ts'
import { labScript } from '../../src/plan/script.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'

const ground = { cgroup: '/sys/fs/cgroup', controllers: ['cpu', 'memory', 'pids'], shell: 'bash' } as const

function scriptOf(file: string): string {
  return scriptOfText(readFileSync(join(courseFolder, file), 'utf8'))
}

function scriptOfText(text: string, on: Ground = ground): string {
  const read = parseLab(text, { file: 'x.yaml', id: 'topic/x', seed: '1' }, nodeRuntime)
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return labScript(read.lab, on)
}

/** The functions of a script, for a shell to which more is said. */
const functions = scriptOf('namespace/pid.yaml').replace('\nset -eu\nmain "$@"\n', '\n')
const said = (line: string) => execFileSync('dash', ['-c', functions + line], { encoding: 'utf8' })

t.test('every lab is a script that a shell can read', async t => {
  t.ok(labFiles.length >= 8)
  for (const file of labFiles)
    for (const shell of ['dash', 'bash'])
      t.doesNotThrow(() => execFileSync(shell, ['-n'], { input: scriptOf(file) }), `${file} in ${shell}`)
})

t.test('it has the commands as a course tells them, the looks, and what they must show', async t => {
  const script = scriptOf('cgroup/memory-max.yaml')
  t.match(script, 'sudo mkdir /sys/fs/cgroup/mygroup\n')
  t.match(script, 'echo "536870912" | sudo tee /sys/fs/cgroup/mygroup/memory.max\n')
  t.match(script, 'echo $$ | sudo tee /sys/fs/cgroup/mygroup/cgroup.procs\n')
  t.match(
    script,
    /# Expected of cgroup mygroup: memory.max 512MiB\.[^$]*\nlook cat \S+\/mygroup\/memory.max\n/,
  )
})

t.test('limits are written before the process is inside', async t => {
  const script = scriptOf('cgroup/oom-kill.yaml')
  const at = (text: string) => script.indexOf(text)
  t.ok(at('\nstep 1 shell\n') < at('> /sys/fs/cgroup/small/memory.max\n'))
  t.ok(at('> /sys/fs/cgroup/small/memory.swap.max\n') < at('\nstart shell /sys/fs/cgroup/small bash\n'))
})

t.test('it is for the shell that its steps are for', async t => {
  const [first] = scriptOf('namespace/pid.yaml').split('\n')
  t.equal(first, '#!/bin/bash')
  const text = 'title: t\nsteps:\n  - {id: a, text: t, run: "a; b"}\n'
  const plain = scriptOfText(text, { ...ground, shell: 'sh' })
  t.match(plain, /^#!\/bin\/sh\n/)
  t.match(plain, "run /sys/fs/cgroup/shell sh -c <<'end'\na; b\nend\n")
  t.notMatch(plain, /@shell@|bash \$0/)
})

t.test('nothing that a lab says is read as a command', async t => {
  const text = String.raw`title: "t\ntouch /tmp/bad"
about: "a\ntouch /tmp/bad"
needs: [{command: "b; touch /tmp/bad"}, {file: "/$(touch /tmp/bad)"}]
vars: {v: "c\ntouch /tmp/bad"}
steps:
  - id: a
    text: "d\ntouch /tmp/bad"
    run: "true"
    in: {root: "/e; touch /tmp/bad"}
    expect:
      - file: "/f; touch /tmp/bad $(touch /tmp/bad)"
        content: "g\ntouch /tmp/bad"
        why: "h\ntouch /tmp/bad"
`
  for (const line of scriptOfText(text).split('\n'))
    if (line.includes('/tmp/bad')) t.match(line, /^(# |[^']*'[^']*touch \/tmp\/bad[^']*'[^']*$)/, line)
  const read = parseLab(
    'title: t\nsteps:\n  - {id: a, text: t, run: c}\n',
    { file: 'x', id: 'a b;\n$(c)', seed: '' },
    nodeRuntime,
  )
  if ('problems' in read) throw new Error('it is valid')
  t.match(labScript(read.lab, ground), '\nstate=/run/a_b____c_ #')
})

t.test('no text of a lab ends its here-document', async t => {
  const text = 'title: t\nsteps:\n  - {id: a, text: t, run: "echo end; cat\\nend\\nend_"}\n'
  t.match(scriptOfText(text), "bash -c <<'end__'\necho end; cat\nend\nend_\nend__\n")
})

t.test('a process is found below the wrappers that started it', async t => {
  const named = (ends: string, line: string) =>
    said(`ends_in ${ends}; ${line} & found=$(settle $!); line $found; kill $found`)
  t.equal(named("'sleep 5'", 'env -i nice sleep 5'), 'sleep 5')
  t.equal(named("'sleep 5'", 'env sh -c "sleep 0.5; exec sleep 5"'), 'sleep 5')
  t.equal(named("'sleep *'", 'timeout 9 sleep 5'), 'sleep 5')
  t.equal(named("'sleep 5' 'sh -c sleep 5'", 'timeout 9 dash -c "sleep 5"'), 'sh -c sleep 5')
  t.equal(named("'sleep 5' 'sh -c sleep 5'", 'timeout 9 bash -c "sleep 5"'), 'sleep 5')
  t.equal(named("'nap 50'", `timeout 60 bash -c 'exec -a snore sleep 50'`), 'snore 50', 'it is guessed')
})

t.test('what a line ends in stands above it, where it is not what is started', async t => {
  const started = (run: string) =>
    scriptOfText(`title: t\nsteps:\n  - {id: a, text: t, as: a, run: ${JSON.stringify(run)}}\n`)
      .split('\nstep 1 a\n')[1]
      ?.split('\n')[0]
  t.equal(started('bash'), 'start a /sys/fs/cgroup/shell bash')
  t.equal(started('a; b'), "start a /sys/fs/cgroup/shell bash -c <<'end'")
  t.equal(started('nice sleep 5'), "ends_in 'sleep 5'")
  t.equal(started('unshare -f sh -c "a b"'), "ends_in 'a b' 'sh -c a b'")
  t.equal(started("unshare -f sh -c 'exec a $(b) \\*'"), "ends_in 'a * \\*'")
  t.equal(started('sudo su'), "ends_in 'sh *'")
})

t.test('one that has ended is none, though nobody has asked how it ended', async t => {
  t.equal(said('true & sleep 0.2; alive $! || echo gone'), 'gone\n')
  t.equal(said('false & echo "[$(settle $!)]"'), '[]\n')
})

t.test('what is missing is named, and nothing is done', async t => {
  const need = (what: string) => said(`(need ${what}) 2>&1; echo $?`)
  t.equal(need('command no-such-command'), 'This machine has no command no-such-command.\n4\n')
  t.equal(need('command sh'), '0\n')
  t.equal(need('namespace mount'), '0\n')
})

t.test('a pipeline is looked at as a whole, and only told where somebody looks around', async t => {
  const line = `look_piped "printf 'a\\nb\\n' | grep ^$(printf b)"`
  t.equal(said(`pausing=no\n${line}`), "\n== look: printf 'a\\nb\\n' | grep ^b\nb\n")
  t.equal(said(`set -e\npausing=yes\n${line}\necho on`), "\n== look: printf 'a\\nb\\n' | grep ^b\non\n")
  t.match(
    scriptOf('namespace/pinned.yaml'),
    /^look_piped "lsns .* \| grep \^\$\(stat -Lc %i \/run\/kept\)"$/m,
  )
})

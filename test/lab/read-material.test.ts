import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const read = (files: string) =>
  parseLab(
    `title: A\nvars: {word: ahoy}\n${files}steps: [{id: a, text: b, run: c}]\n`,
    { file: 'x.yaml', id: 'x', seed: 's' },
    nodeRuntime,
  )

function filesOf(text: string) {
  const found = read(text)
  return 'lab' in found ? found.lab.files : found.problems
}

const complaints = (text: string) => {
  const found = read(text)
  return 'problems' in found ? found.problems.map(({ code, at }) => `${code} ${at.line}:${at.column}`) : []
}

t.test('files have a path, a mode and a text with variables filled in', async t => {
  t.same(
    filesOf(
      'files:\n  - path: /srv/${word}.sh\n    mode: "0755"\n    text: |\n      echo ${word} $${HOME} ${cgroup}\n  - {path: /a, text: b}\n',
    ),
    [
      { path: '/srv/ahoy.sh', mode: 0o755, text: 'echo ahoy ${HOME} ${cgroup}\n' },
      { path: '/a', mode: 0o644, text: 'b\n' },
    ],
  )
})

t.test('a lab without files has no such key, which its digest would count', async t => {
  const found = read('')
  t.ok('lab' in found && !('files' in found.lab))
})

const mistakes: Record<string, readonly [files: string, complaints: readonly string[]]> = {
  'a path that begins nowhere': ['[{path: srv/a, text: b}]', ['wrong-value 3:16']],
  'a path with ..': ['[{path: /srv/../a, text: b}]', ['wrong-value 3:16']],
  'a folder': ['[{path: /srv/, text: b}]', ['wrong-value 3:16']],
  'a file of the kernel': ['[{path: /proc/a, text: b}]', ['wrong-value 3:16']],
  'a path with a space': ['[{path: "/a b", text: b}]', ['wrong-value 3:16']],
  'a mode that is a number': ['[{path: /a, mode: 0755, text: b}]', ['not-quoted 3:26']],
  'a mode that is none': ['[{path: /a, mode: "0789", text: b}]', ['wrong-value 3:26']],
  'a file without a text': ['[{path: /a}]', ['missing-key 3:10']],
  'an unknown key': ['[{path: /a, text: b, owner: me}]', ['unknown-key 3:29']],
  'a path that is there twice': ['[{path: /a, text: b}, {path: /a, text: c}]', ['duplicate-id 3:37']],
  'no map': ['[/a]', ['wrong-value 3:9']],
  'no file': ['[]', ['wrong-value 3:8']],
  'too many': [
    `[${Array.from({ length: 17 }, (_, n) => `{path: /a${n}, text: b}`).join(', ')}]`,
    ['too-much-material 3:1'],
  ],
  'too large': [`[{path: /a, text: ${'ä'.repeat(33_000)}}]`, ['too-much-material 3:1']],
}

for (const [name, [files, expected]] of Object.entries(mistakes))
  t.test(name, async t => {
    t.same(complaints(`files: ${files}\n`), expected)
  })

t.test('a process of the lab is not known yet', async t => {
  t.same(complaints('files: [{path: /a, text: "${box.pid}"}]\n'), ['pid-out-of-place 3:27'])
})

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keepEvidence, mustBeUnkept } from '../../src/command/evidence-store.ts'
import { tellError } from '../../src/command/tell.ts'
import type { World } from '../../src/command/world.ts'
import { encodeKept, type Kept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import type { Problem } from '../../src/problem.ts'
import { attempted } from '../command/attempted.ts'
import { commanded } from '../command/commanded.ts'
import type { Mistake } from './mistake.ts'

const [tiny, again] = (await attempted(['tiny'], 2)).kept as [Kept<Lab>, Kept<Lab>]
const name = 'recording.tiny~recorded~1.evidence.json'

/** Makes a folder in which somebody has made the mistake, and gives what is said there; paths in it begin with `DIR`. */
type Make = (folder: string) => Promise<string>

const judged = async (folder: string, ...words: string[]) =>
  (await commanded(['judge', folder, '--json', ...words], { cwd: folder })).stderr

const rows: readonly (Mistake & { readonly make: Make })[] = [
  {
    done: 'judges a folder that has never been there: a typing error in its name',
    make: folder => judged(join(folder, 'evidnce')),
    says: `unboxed: DIR/evidnce cannot be read: there is no such file or folder

  Name a folder that \`unboxed run --evidence\` has written.
`,
    do: 'Correct the path of the folder.',
  },
  {
    done: 'judges a folder of reports instead of a folder of evidence',
    make: async folder => {
      writeFileSync(join(folder, 'report.xml'), '<testsuites/>')
      return judged(folder)
    },
    says: `unboxed: DIR contains no evidence: no file in it ends in .json

  Create some first: unboxed run --evidence DIR
`,
    do: 'Run the labs with --evidence first, then judge that folder.',
  },
  {
    done: 'copies a folder of evidence, and the connection breaks in the middle of a file',
    make: async folder => {
      const whole = encodeKept(tiny)
      writeFileSync(join(folder, name), whole.slice(0, 200))
      await keepEvidence(folder, again)
      return judged(folder)
    },
    says: `unboxed: 1 of 2 files cannot be judged:
  DIR/${name}: it is not JSON (Unterminated string in JSON at position 200)

  The others were judged. Move these out of the folder. To replace them, run their labs again with --evidence.
`,
    do: 'Copy that file again, or run the lab again. The other attempt was judged.',
  },
  {
    done: 'makes a check of the lab in the evidence easier, so that the attempt passes',
    make: async folder => {
      await keepEvidence(folder, tiny)
      const text = readFileSync(join(folder, name), 'utf8')
      writeFileSync(join(folder, name), text.replace('"points": 1', '"points": 0'))
      return judged(folder)
    },
    says: `unboxed: DIR/${name} cannot be judged: the lab in it is not the one that was run: its digest differs from the recorded one

  Move it out of the folder. To replace it, run its lab again with --evidence.
`,
    do: 'Do not trust this file; run the lab again.',
  },
  {
    done: 'renames the evidence of the first attempt to that of the second, to hand it in twice',
    make: async folder => {
      await keepEvidence(folder, tiny)
      renameSync(join(folder, name), join(folder, name.replace('~1.', '~2.')))
      return judged(folder)
    },
    says: `unboxed: DIR/recording.tiny~recorded~2.evidence.json cannot be judged: its name is that of another attempt than the one in it, recording/tiny~recorded~1

  Move it out of the folder. To replace it, run its lab again with --evidence.
`,
    do: 'Give the file its own name back, or make the second attempt.',
  },
  {
    done: 'unpacks an archive beside the evidence, so that a folder has the name of a file',
    make: async folder => {
      mkdirSync(join(folder, name))
      return judged(folder)
    },
    says: `unboxed: DIR/${name} cannot be judged: it is a folder, not an ordinary file

  Move it out of the folder. To replace it, run its lab again with --evidence.
`,
    do: 'Move the folder away; its files can be judged by its own path.',
  },
  {
    done: 'judges evidence that a newer version of unboxed has kept',
    make: async folder => {
      writeFileSync(join(folder, 'new.json'), encodeKept(tiny).replace('"format": 3', '"format": 4'))
      return judged(folder)
    },
    says: `unboxed: DIR/new.json cannot be judged: its format is 4, that of a newer version of unboxed; this version reads 1 to 3

  Move it out of the folder. To replace it, run its lab again with --evidence.
`,
    do: 'Use the newer version, or run the lab again with this one.',
  },
  {
    done: 'runs a lab a second time with the same seed into the same folder of evidence',
    make: async folder => {
      await keepEvidence(folder, tiny)
      return told(await mustBeUnkept(folder, [tiny.lab], 1).catch(error => error))
    },
    says: `unboxed: DIR/${name} already contains evidence of the attempt recording/tiny~recorded~1, and it is not overwritten

  Choose another folder for --evidence or another --seed, or remove the file.
`,
    do: 'Nothing was run and nothing lost: choose another folder or seed.',
  },
  {
    done: 'forgets to name the folder',
    make: async () => (await commanded(['judge'])).stderr,
    says: `unboxed: judge needs an argument: <dir>

  For options and examples: unboxed judge --help
`,
    do: 'Name the folder of the evidence.',
  },
  {
    done: 'asks for a format of the report that does not exist',
    make: folder => judged(folder, '--reporter', 'junti'),
    says: `unboxed: --reporter must be one of pretty, tap, jsonl, junit, csv; got \`junti\`; did you mean \`junit\`?

  For options and examples: unboxed judge --help
`,
    do: 'Write --reporter junit.',
  },
]

/** What the command line says of a problem. */
function told(problem: Problem): string {
  let text = ''
  const stderr = { write: (piece: string) => (text += piece) }
  tellError(problem, { stderr, env: {} } as unknown as World)
  return text
}

t.test('what is said of mistakes with evidence tells what to do', async t => {
  const all = t.testdir({})
  for (const [index, { done, says, make }] of rows.entries()) {
    const folder = join(all, String(index))
    mkdirSync(folder, { recursive: true })
    t.equal((await make(folder)).replaceAll(folder, 'DIR'), says, done)
  }
})

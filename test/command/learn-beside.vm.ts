import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { atTerminal, inOneLine, keys } from '../screen/at-terminal.ts'
import { cli, courseLab, labAt, learnAt, literally, placeOf, prompt } from './learn-at.ts'
import { startPiped, unboxed } from './unboxed.ts'

t.setTimeout(300_000)
await useOwnCache(t)

const lab = courseLab('namespace/uts')
const words = [lab.id, '--seed', 'monday']

t.test('watched in a second terminal, and done in a third', async t => {
  const at = await learnAt(t, words, t.testdir())
  await at.until(prompt)
  const size = { rows: 40, columns: 100 }
  const [watcher, joined] = await Promise.all([
    atTerminal(t, [process.execPath, cli, 'watch'], { size }),
    atTerminal(t, [process.execPath, cli, 'shell', '--join'], { size }),
  ])
  await watcher.until(/Step 1 of 3/)
  await joined.until(prompt)
  joined.press('sudo unshare --uts bash\r')
  await joined.until(/✓ step 1 of 3 is done/)
  await watcher.until(/✓○·/, 1_000)
  joined.press('lab\r')
  await joined.until(/Step 2 of 3[\s\S]*#$/)
  await watcher.until(/Step 2 of 3/)
  watcher.press('h')
  await watcher.until(/Hint 1/)
  at.press(keys.chord)
  await at.until(/Step 2 of 3[\s\S]*Hint 1/)
  at.press(keys.chord)
  await at.until(prompt)
  joined.press('hostname whale\runame -n\r')
  await watcher.until(/✓✓○/, 5_000)
  await at.doStep(lab, 2)
  await watcher.until(/✓✓✓/, 1_000)
  joined.press('exit\r')
  await joined.until(/exit\n[\s\S]*#$/)
  joined.press('exit\r')
  t.equal(await joined.ended, 0)
  at.press(`${keys.chord}t`)
  await at.untilSo('the other shell', () => !at.modes().isAlternate && prompt.test(at.text()))
  watcher.press('q')
  t.equal(await watcher.ended, 0)
  at.type('lab quit')
  t.equal(await at.ended, 0)
})

t.test('whoever has gone on to the next step is not led back by the prompt of one more terminal', async t => {
  const at = await learnAt(t, words, t.testdir())
  await at.until(prompt)
  // A shell without marks: no prompt of it is known.
  at.type('sudo unshare --uts env PROMPT_COMMAND= bash --norc')
  await at.untilSo('step 1 is done', () => at.history().includes('✓ step 1 of 3 is done'), 20_000)
  at.press(keys.chord)
  await at.until(/Step 1 of 3: done/)
  at.press('n')
  await at.until(/Step 2 of 3/)
  at.press('T')
  await at.untilSo('shell', () => !at.modes().isAlternate && prompt.test(at.text()))
  at.press(keys.chord)
  await at.until(/Step 2 of 3/)
  t.notMatch(at.text(), /Step 1 of 3/)
  at.press('q')
  t.equal(await at.ended, 0)
})

t.test('60 columns, without colour', async t => {
  const env = { NO_COLOR: '1' }
  const at = await learnAt(t, words, t.testdir(), { size: { rows: 24, columns: 60 }, env })
  await at.until(prompt)
  await at.doStep(lab, 0)
  await at.command('lab check')
  await at.command('lab help')
  at.press(keys.chord)
  await at.untilSo('task', () => at.modes().isAlternate && /Step 2 of 3/.test(at.text()))
  const lines = at.history().split('\n')
  t.ok(lines.every(line => line.length <= 60))
  t.match(at.text(), /\^\] shell .*\? help$/, 'what leads back, and what explains the rest')
  for (const key of ['?', 'l']) at.press(`${key}${keys.escape}`)
  await new Promise(resolve => setTimeout(resolve, 300))
  at.press(keys.chord)
  await at.until(prompt)
  t.notMatch(oursIn(at.written()), /\x1b\[[\d;]*3\dm|\x1b\[(?:1|2|22|39)m/, 'no colour')
  at.type('lab quit')
  t.equal(await at.ended, 0)
})

t.test('plain: lines only, also of the task', async t => {
  const at = await learnAt(t, [...words, '--plain'], t.testdir(), { env: { NO_COLOR: '1' } })
  await at.until(prompt)
  await at.doStep(lab, 0)
  for (const line of ['lab', 'lab hint', 'lab check', 'lab changed', 'lab list', 'lab help', 'lab skip yes'])
    await at.command(line)
  await at.until(/step 2 of 3 is skipped/)
  await at.until(prompt)
  t.match(inOneLine(at.history()), '`lab` shows the task and its checks, `lab help` what else there is.')
  // What a line editor itself does: bracketed paste on and off, its marks of prompts.
  t.notMatch(oursIn(at.written()), '\x1b')
  at.type('lab quit')
  t.equal(await at.ended, 0)
})

t.test('where nothing can be kept, it is told, and the lab can be done', async t => {
  const folder = t.testdir({ file: '' })
  const state = join(folder, 'file/state')
  const at = await learnAt(t, words, state, { env: { HOME: state } })
  await at.until(prompt)
  for (const index of [0, 1, 2]) await at.doStep(lab, index)
  at.press(keys.chord)
  await at.untilSo('trouble', () => /! .*cannot be written.*is not a folder/.test(inOneLine(at.text())))
  at.press(keys.chord)
  await at.until(prompt)
  at.type('lab quit')
  t.equal(await at.ended, 0)
})

t.test('unboxed alone; a lab that has changed since', async t => {
  const state = t.testdir()
  const first = await atTerminal(t, [process.execPath, cli], { env: { XDG_STATE_HOME: state } })
  await first.until(new RegExp(`${literally(placeOf(labAt(0)))}[\\s\\S]*${prompt.source}`))
  first.press(keys.end)
  t.equal(await first.ended, 0)

  const file = join(state, 'unboxed/progress/namespace.uts.json')
  mkdirSync(join(state, 'unboxed/progress'), { recursive: true })
  const known = { lab: lab.id, seed: 'monday', startedAt: '2026-01-02T03:04:05.000Z', freshStarts: 0 }
  const steps = Object.fromEntries(
    ['box', 'dance'].map(id => [id, { ms: 1, hints: 0, doneAt: '2026-01-02T03:04:06.000Z' }]),
  )
  writeFileSync(file, JSON.stringify({ unboxed: { progress: 1 }, ...known, digest: 'other', steps }))
  const at = await learnAt(t, [lab.id], state)
  await at.until(prompt)
  t.match(
    inOneLine(at.text()),
    'This lab has changed since you began it. It no longer has the step dance; what you did of box still counts.',
  )
  await at.doStep(lab, 0)
  at.type('lab quit')
  t.equal(await at.ended, 0)
  t.match(JSON.parse(readFileSync(file, 'utf8')), {
    startedAt: known.startedAt,
    steps: { box: { doneAt: steps.box?.doneAt } },
  })
})

t.test('without a terminal, and with a lab that there is not', async t => {
  const piped = startPiped(['learn'])
  piped.child.stdin.end()
  const { code, stdout, stderr } = await piped.ended
  t.match({ code, stdout }, { code: 2, stdout: '' })
  t.match(stderr, /^unboxed: .*terminal/)
  t.equal((await unboxed([])).code, 2)
  const at = await learnAt(t, ['namespace/pdi'], t.testdir())
  t.equal(await at.ended, 2)
  t.match(at.text(), /namespace\/pdi +there is no lab[\s\S]*namespace\/pid/)
})

/** What is written, without what bash and its line editor write, and what mends the modes of the terminal at the end. */
const oursIn = (written: string) =>
  written.replace(/\x1b\[\?2004[hl]|\x1b\]133;[^\x07]*\x07|\x1b\][^\x07]*\x07/g, '')

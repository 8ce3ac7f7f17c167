import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { findCourse } from '../../src/command/find-course.ts'
import { findLabs } from '../../src/command/find-labs.ts'
import { labId } from '../../src/command/lab-path.ts'
import type { Lab, Step } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import type { LabProgress } from '../../src/learn/progress.ts'
import { vmGround } from '../../src/plan/ground.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { pidNamesIn, withPids } from '../../src/submission/pid-name.ts'
import { referenceSubmission } from '../../src/submission/reference.ts'
import { courseFolder, labFiles } from '../lab-files.ts'
import { type AtTerminal, atTerminal, keys } from '../screen/at-terminal.ts'

/** Somebody at `unboxed learn`. */
export interface AtLab extends AtTerminal {
  /** Types a line, as a person pastes it. */
  type(line: string): void
  /** Types a line, and waits until a shell has its prompt again. */
  command(line: string): Promise<void>
  /** Types the reference commands of a step, and waits until the step is told to be done. */
  doStep(lab: Lab, index: number): Promise<void>
}

export const cli = join(import.meta.dirname, '../../dist/cli.js')

/** What a shell of a lab shows when it waits for a command. */
export const prompt = /unboxed:\S*#$/

/** The same of any shell. */
const anyPrompt = /\n[^\n]*[#$]$/

/** Milliseconds for a line of a lab; some end only when the next one is typed. */
const longestLine = 10_000

export interface LearnOptions {
  readonly size?: { readonly rows: number; readonly columns: number }
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Starts `unboxed learn` at a terminal, with its progress in this folder. */
export async function learnAt(
  t: Test,
  args: readonly string[],
  state: string,
  { size = { rows: 40, columns: 100 }, env }: LearnOptions = {},
): Promise<AtLab> {
  const command = [process.execPath, cli, 'learn', ...args]
  return atLab(await atTerminal(t, command, { size, env: { XDG_STATE_HOME: state, ...env } }))
}

/** Somebody at this terminal, in which `unboxed learn` was started; `cgroup` is where the machine has the cgroups of labs. */
export function atLab(at: AtTerminal, cgroup = vmGround.cgroup): AtLab {
  const type = (line: string) => typeAt(at, line)
  const turnTo = terminalsAt(at)
  return {
    ...at,
    type,
    command: line => command(at, line),
    doStep: async (lab, index) => {
      let rested: Promise<void> | undefined
      const step = referenceSubmission(lab, { ...vmGround, cgroup }).steps[index]
      for (const { text, terminal: wanted = 1 } of step?.lines ?? []) {
        await turnTo(wanted)
        // What is typed while sudo runs goes to the terminal that sudo has opened, and is lost with it.
        await rested
        const names = pidNamesIn(text)
        // The task tells numbers that no line above a prompt has told.
        if (names.some(name => pidOf(name, at) === 0)) await command(at, 'lab')
        const line = withPids(text, new Map(names.map(name => [name, numberOf(name, at)])))
        const isOver = promptAfter(at, line)
        type(line)
        rested = at.untilSo('prompt', isOver, longestLine).catch(() => undefined)
      }
      await at.untilSo(
        `step ${index + 1} of ${lab.id} is done`,
        () => at.history().includes(`✓ step ${index + 1} of ${lab.steps.length} is done`),
        120_000,
      )
    },
  }
}

const typeAt = (at: AtTerminal, line: string) => at.press(`${line.replaceAll('\n', '\r')}\r`)

async function command(at: AtTerminal, line: string): Promise<void> {
  const isOver = promptAfter(at, line)
  typeAt(at, line)
  await at.untilSo(`prompt after ${line}`, isOver)
}

/** Whether a line that is typed from now on is shown, and a prompt after it. Lines of our own may be printed above the present prompt meanwhile. */
function promptAfter(at: AtTerminal, line: string): () => boolean {
  const before = at.history().length
  const shown = (line.split('\n')[0] ?? '').slice(0, shownWhole)
  return () => {
    const now = at.history()
    const from = now.indexOf(shown, before)
    return from >= 0 && anyPrompt.test(now.slice(from))
  }
}

/** Characters of a line that stand beside a prompt in the narrowest terminal. */
const shownWhole = 30

/** Where the machine has the cgroups of labs: the first shell is in one of them. */
export async function cgroupAt(at: AtTerminal): Promise<string> {
  at.press('cat /proc/self/cgroup\r')
  const [, path] = await at.until(/^0::(.*)\/shell$/m)
  return `/sys/fs/cgroup${path}`
}

/** Types a line, and waits until this is shown after it and the shell has its prompt again. */
export async function say(at: AtLab, line: string, seen: RegExp): Promise<void> {
  const before = at.history().length
  at.type(line)
  const shown = new RegExp(`${seen.source}[^]*#$`, seen.flags)
  await at.untilSo(`${seen} after ${line}`, () => shown.test(at.history().slice(before)), 120_000)
}

/** What is said to have been left in the machine, without the breaks of lines. */
export const leftAt = (at: AtTerminal): string | undefined =>
  /^unboxed: removed what the lab left: ([\s\S]*?)(?:\n\S+ is done\.[\s\S]*)?(?![\s\S])/m
    .exec(at.history())?.[1]
    ?.replaceAll('\n', '')

/** Switches to the terminal of this number, from 1, and opens those up to it. */
function terminalsAt(at: AtTerminal): (wanted: number) => Promise<void> {
  let [terminal, opened] = [1, 1]
  const press = async (key: 't' | 'T') => {
    at.press(keys.chord)
    await at.untilSo('task screen', () => at.modes().isAlternate && /Step \d/.test(at.text()))
    at.press(key)
    await at.untilSo('shell', () => !at.modes().isAlternate && prompt.test(at.text()))
  }
  return async wanted => {
    while (opened < wanted) {
      await press('T')
      terminal = ++opened
    }
    for (; terminal !== wanted; terminal = (terminal % opened) + 1) await press('t')
  }
}

/** What is kept of the progress in a lab. */
export const progressOf = (state: string, lab: string): LabProgress =>
  JSON.parse(readFileSync(join(state, `unboxed/progress/${lab.replace('/', '.')}.json`), 'utf8'))

/** As the task tells it. */
const pidOf = (name: string, at: AtTerminal): number =>
  Number([...at.history().matchAll(new RegExp(`\\b${name} is (\\d+)`, 'g'))].at(-1)?.[1] ?? 0)

function numberOf(name: string, at: AtTerminal): number {
  const pid = pidOf(name, at)
  // Zero means the whole process group to kill(1).
  if (pid === 0) throw new Error(`nothing has told which process is ${name}:\n${at.text()}`)
  return pid
}

/** Answers the question of a step that is done: wrongly first, then as the task tells it, where it does. */
export async function answerQuestion(at: AtLab, { question }: Step): Promise<void> {
  if (!question) return
  await say(at, 'lab answer nothing of the kind', /nothing of the kind/)
  const { subject, fact, field } = question
  const name = subject.kind === 'process' && 'name' in subject.select ? subject.select.name : undefined
  // Other answers stand in the machine, wherever the kernel says them.
  if (name === undefined || fact !== 'pid' || field !== 'outside') return
  await say(at, 'lab back', new RegExp(`${name} is \\d+`))
  await say(at, `lab answer ${pidOf(name, at)}`, /✓ \d+/)
}

/** The labs of the course, with the values of this seed. */
export const courseLabs = (seed: string): Lab[] =>
  labFiles.map(name => {
    const source = { file: `labs/${name}`, id: labId(name), seed }
    const read = parseLab(readFileSync(join(courseFolder, name), 'utf8'), source, nodeRuntime)
    if ('problems' in read) throw new Error(name)
    return read.lab
  })

/** Their IDs, in the order in which a learner goes through them. */
const order = await courseOrder()

async function courseOrder(): Promise<readonly string[]> {
  const root = join(courseFolder, '..')
  const { files } = await findLabs(courseFolder, root)
  const found = await findCourse(courseFolder, files, root)
  return found?.course?.topics.flatMap(({ labs }) => labs) ?? []
}

/** A lab with its place in the course, as a learner is told. */
export const placeOf = (id: string): string => `${id} (${order.indexOf(id) + 1} of ${order.length})`

/** The lab of the course at this place, from 0. */
export function labAt(place: number): string {
  const id = order[place]
  if (id === undefined) throw new Error(`the course has no lab at ${place}`)
  return id
}

/** The lab of the course that comes after this one. */
export const labAfter = (id: string): string => labAt(order.indexOf(id) + 1)

/** A pattern of exactly this text. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** One of them. */
export function courseLab(id: string, seed = 'monday'): Lab {
  const found = courseLabs(seed).find(lab => lab.id === id)
  if (!found) throw new Error(`the course has no lab ${id}`)
  return found
}

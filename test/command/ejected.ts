import type { LabProcess, OutputListener } from '../../src/attempt/actor/process.ts'
import { labEnvironment } from '../../src/attempt/actor/process.ts'
import { answered, type Perform, performStep } from '../../src/attempt/actor/reference.ts'
import { newAttempt } from '../../src/attempt/attempt.ts'
import { observe } from '../../src/attempt/observer/observe.ts'
import { machineRecord, openSession, renew, type Session } from '../../src/attempt/session.ts'
import type { Exit, StepEvidence } from '../../src/evidence/evidence.ts'
import { judgedOf } from '../../src/lab/judged.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { signalOfCode } from '../../src/linux/signal.ts'
import type { Machine } from '../../src/machine/machine.ts'
import { planLab, type StepPlan } from '../../src/plan/plan.ts'
import { type AgentClient, connect } from '../../src/protocol/client.ts'
import type { Leftover } from '../../src/protocol/message.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { judgeStep } from '../../src/verdict/judge.ts'
import type { Outcome, Verdict } from '../../src/verdict/verdict.ts'
import { standingProcess } from '../attempt/standing-process.ts'

/** The outcome of a lab that its ejected script performed instead of the runner. */
export interface Judged {
  readonly verdicts: readonly Verdict[]
  /** The checks of the last step, judged again after the script ended. */
  readonly afterwards: readonly Verdict[]
  /** What `--clean` left behind. */
  readonly leaks: readonly Leftover[]
  readonly words: string
}

/**
 * Runs a lab's script in plain `bash` with `--step`, as a person would, and observes at the same moments as an ordinary run, with
 * the same functions. The script's output replaces what the runner knows about its own processes.
 */
export async function judgeEjected(
  lab: Lab,
  script: string,
  machine: Machine,
  shell: readonly string[] = ['bash'],
): Promise<Judged> {
  const connection = await machine.open()
  try {
    const client = connect(connection.channel, nodeRuntime)
    const hello = await client.call('hello', {})
    await renew(client, nodeRuntime)
    const terminal = `${hello.cgroup.base}/terminal`
    await client.call('make-directory', { path: terminal })
    await client.call('put', { path: file, text: script, mode: 0o644 })
    await client.call('mark', {})
    const session = openSession({
      attempt: newAttempt(lab),
      client,
      hello,
      ptrace: 'allowed',
      machine,
      runtime: nodeRuntime,
      lost: connection.lost,
      emit: () => undefined,
    })
    const person = personAt(client, { shell, cgroup: terminal, now: session.now })
    const perform = performedBy(person)
    const { verdicts, last } = await judgeSteps(lab, session, perform, person)
    await person.goOn()
    const ended = await person.ended
    if (ended.code !== 0) throw new Error(`the script ended (${ended.code}):\n${person.words()}`)
    const afterwards = await judgeAgain(last, session, verdicts)
    const cleaning = personAt(client, { shell, cgroup: terminal, now: session.now })
    await cleaning.start('--clean')
    await cleaning.ended
    const { removed } = await client.call('clean', { timeout: 30_000 })
    return { verdicts, afterwards, leaks: removed, words: person.words() + cleaning.words() }
  } finally {
    await connection.close()
  }
}

const file = '/root/lab.sh'

interface LastStep {
  readonly plan: StepPlan
  readonly evidence: StepEvidence
}

async function judgeSteps(lab: Lab, session: Session, perform: Perform, person: Person) {
  const earlier = new Map<string, Outcome>()
  const verdicts: Verdict[] = []
  let last: LastStep | undefined
  for (const planned of planLab(lab, session.ground).steps) {
    const { step, operations } = planned
    const plan = { ...planned, operations: operations.filter(({ op }) => !theScripts.includes(op)) }
    const found = answered(step, await performStep(plan, session, perform), session)
    if (found.ended) throw new Error(`${lab.id}, step ${step.id}: ${found.ended.message}`)
    const evidence = { ...found, ...person.times() }
    const judged = judgeStep(step, evidence, { lab, machine: machineRecord(session), earlier })
    for (const { check, outcome } of judged) earlier.set(check, outcome)
    verdicts.push(...judged)
    last = { plan, evidence }
  }
  if (!last) throw new Error(`${lab.id} has no steps`)
  return { verdicts, last }
}

/** What the script itself does before the step's command. */
const theScripts: readonly string[] = ['make-cgroup', 'enable-controllers', 'write-limit', 'read-back']

/** The last step's checks, on the machine as the script left it. */
async function judgeAgain({ plan, evidence }: LastStep, session: Session, verdicts: readonly Verdict[]) {
  const fresh = await observe(judgedOf(plan.step), 'end', session)
  const samples = evidence.samples.map(sample => (sample.moment === 'end' ? fresh : sample))
  return judgeStep(
    plan.step,
    { ...evidence, samples },
    {
      lab: session.attempt.lab,
      machine: machineRecord(session),
      earlier: new Map(verdicts.map(({ check, outcome }) => [check, outcome])),
    },
  )
}

/** A person at a terminal with the script. */
interface Person {
  start(option: string): Promise<void>
  /** Starts it or presses Enter; resolves with the output until the script waits again or ends. */
  goOn(): Promise<string>
  readonly ended: Promise<Exit>
  /** When the script last reported the start and the end of a command. */
  times(): { startedAt: number; endedAt: number }
  /** Everything it printed. */
  words(): string
  hearErrors(listener: OutputListener): void
}

const prompt = '\n== Press Enter to continue.\n'
const begins = /\n== (\S+ )?\$ /
const ends = /\n== (exit \d+|\S+ is process \d+|\S+ has ended: \d+)\n/

let people = 0

function personAt(
  client: AgentClient,
  { shell, cgroup, now }: { shell: readonly string[]; cgroup: string; now: () => number },
): Person {
  people += 1
  const key = `person-${people}`
  let all = ''
  let unread = ''
  let times: { startedAt?: number; endedAt?: number } = {}
  let errors: OutputListener = () => undefined
  let wake: () => void = () => undefined
  let end: (exit: Exit) => void = () => undefined
  let state: 'new' | 'begun' | 'over' = 'new'
  const ended = new Promise<Exit>(resolve => {
    end = resolve
  })
  const hear: OutputListener = (stream, text) => {
    all += text
    if (stream === 'stderr') return errors(stream, text)
    unread += text
    if (begins.test(unread)) times.startedAt ??= now()
    if (ends.test(unread)) times.endedAt ??= now()
    if (unread.endsWith(prompt)) wake()
  }
  client.listen(key, event => {
    if (event.event === 'output') return hear(event.stream, event.text)
    if (event.event !== 'exit') return
    state = 'over'
    for (const stream of ['stdout', 'stderr'] as const) hear(stream, event.tails[stream])
    end({ code: event.code, signal: event.signal })
    wake()
  })
  const start = async (option: string) => {
    state = 'begun'
    const argv = [...shell, file, option]
    const keep = 4 * 1024 ** 2
    await client.call('start', { key, argv, cgroup, env: labEnvironment, cwd: '/root', stdin: 'open', keep })
  }
  const goOn = async () => {
    unread = ''
    times = {}
    const waits = new Promise<void>(resolve => {
      wake = resolve
    })
    if (state === 'new') await start('--step')
    else await client.call('type', { key, text: '\n' })
    await waits
    return unread
  }
  return {
    start,
    goOn,
    ended,
    words: () => all,
    times: () => ({ startedAt: times.startedAt ?? 0, endedAt: times.endedAt ?? 0 }),
    hearErrors: listener => {
      errors = listener
    },
  }
}

/** Performs a step through the script; its output replaces what the runner would know. */
function performedBy(person: Person): Perform {
  return async (operation, session, output) => {
    person.hearErrors(output)
    const text = await person.goOn()
    if (!text.endsWith(prompt)) throw new Error(`the script ended in the middle:\n${person.words()}`)
    const { printed, words } = toldIn(text)
    output('stdout', printed)
    for (const word of words) hearOf(word, session.processes)
    const status = firstGroup(words, /^exit (\d+)$/)
    if (operation.op === 'run') return exitOf(Number(status))
    const named = session.processes.get(
      'as' in operation ? operation.as : 'shell' in operation ? operation.shell : '',
    )
    return status === undefined ? named?.ended : { code: Number(status), signal: null }
  }
}

/** The script's own lines, and separately the output of the step. */
function toldIn(text: string): { printed: string; words: string[] } {
  const words: string[] = []
  const printed = text.replaceAll(/\n((?:== .*\n)+)/g, (_, lines: string) => {
    words.push(
      ...lines
        .trimEnd()
        .split('\n')
        .map(line => line.slice('== '.length)),
    )
    return ''
  })
  return { printed, words }
}

function hearOf(word: string, processes: Session['processes']): void {
  const [, begun, pid] = /^(\S+) is process (\d+)$/.exec(word) ?? []
  if (begun) processes.set(begun, endToldLater(standingProcess(begun, Number(pid))))
  const [, ended, status] = /^(\S+) has ended: (\d+)$/.exec(word) ?? []
  const running = processes.get(ended ?? '')
  if (running) running.ended = exitOf(Number(status))
}

/** The script tells an end when it comes to it: whoever has seen that a process is gone does not wait for that, and knows no more. */
const endToldLater = (running: LabProcess): LabProcess =>
  Object.defineProperty(running, 'exit', {
    get: () =>
      new Promise<Exit>(resolve =>
        setTimeout(() => {
          running.ended ??= { code: null, signal: null }
          resolve(running.ended)
        }, 500),
      ),
  })

/** A shell has one number for how a process ended; above 128 it means a signal. */
function exitOf(status: number): Exit {
  const signal = signalOfCode(status)
  return signal === undefined ? { code: status, signal: null } : { code: null, signal }
}

const firstGroup = (words: readonly string[], pattern: RegExp) =>
  words.map(word => pattern.exec(word)?.[1]).find(found => found !== undefined)

import type { LearnersDesk } from '../attempt/actor/hand/learner.ts'
import { changedLines } from '../change/changed-lines.ts'
import type { Lab, Step } from '../lab/lab.ts'
import { count } from '../report/wording.ts'
import { namesInSteps } from '../resolve/assignment.ts'
import type { ActionName, Leaving } from './action.ts'
import type { Notebook } from './notebook.ts'
import type { LatestChanges } from './task-view.ts'
import { answerView } from './view.ts'

/** What actions act on. */
export interface Subject {
  readonly lab: Lab
  readonly notebook: Notebook
  /** The lab that comes after this one. */
  readonly next: string | undefined
  /** Throws while the machine is not open. */
  desk(): LearnersDesk
  courseList(): Promise<string>
  latestChanges(): Promise<LatestChanges>
  /** The index of the step that is shown. */
  shown(): number
  /** Whether somebody has turned to it since the last command: a shell has shown it, too. */
  hasTurned(): boolean
  show(index: number): void
  /** How many steps are over. */
  over(): number
  /** The index of the open step; of the last one once all are over. */
  openIndex(): number
  solution(step: Step['id']): readonly string[]
  /** Has the reference commands of a step typed. */
  skip(step: Step['id']): void
  leave(leaving: Leaving): void
}

/** In a shell nobody sees which step is shown until somebody turns to one: with this word, `next` and `previous` go from the open one until then. */
export const fromOpen = 'from-open'

type Answer = (words: readonly string[]) => Promise<string> | string

/** What each action does, and what whoever asked is told; nothing where the view says it, or where the front does it. */
export function answers(subject: Subject): Readonly<Record<ActionName, Answer>> {
  const {
    lab,
    notebook,
    next,
    desk,
    courseList,
    latestChanges,
    shown,
    hasTurned,
    show,
    over,
    openIndex,
    solution,
    skip,
    leave,
  } = subject
  const step = () => lab.steps[shown()] as Step
  const isFromOpen = (from: string | undefined) => from === fromOpen && !hasTurned()
  const nothing = () => ''
  return {
    task: () => {
      show(openIndex())
      return ''
    },
    next: ([from]) => {
      const index = isFromOpen(from) ? over() : shown() + 1
      if (index < lab.steps.length) {
        show(index)
        return ''
      }
      if (desk().resolver.open()) return 'this is the last step, and the lab is not done yet'
      if (next === undefined) return 'this was the last lab of the course'
      leave({ to: 'lab', lab: next })
      return ''
    },
    previous: ([from]) => {
      const index = (isFromOpen(from) ? over() : shown()) - 1
      if (index < 0) return 'this is the first step'
      show(index)
      return ''
    },
    hint: () => {
      const { id, hints } = step()
      if (shown() > over()) return 'this step comes later: there are hints once it is open'
      if (hints.length === 0) return 'this step has no hints'
      const hint = hints[notebook.progress.steps[id]?.hints ?? 0]
      if (hint === undefined) return 'there are no more hints'
      notebook.hint(id)
      return hint
    },
    look: async () => {
      await desk().look()
      show(openIndex())
      const verdicts = desk().resolver.solution()?.verdicts ?? []
      const holding = verdicts.filter(({ outcome }) => outcome === 'pass').length
      return verdicts.length === 0
        ? 'every step is done'
        : `${holding} of ${count(verdicts.length, 'check')} ${holding === 1 ? 'is' : 'are'} true now`
    },
    solution: () => {
      if (shown() >= desk().resolver.closed().length) notebook.solution(step().id)
      return solution(step().id).join('\n')
    },
    skip: () => {
      const open = desk().resolver.open()
      if (!open) return 'every step is done'
      skip(open.id)
      return ''
    },
    answer: words => {
      const { resolver, answer } = desk()
      const asking = questionStep(resolver.closed(), step())
      if (!asking?.question) return 'no step that is done asks a question'
      const text = words.join(' ').trim()
      if (text === '') return asking.question.ask
      answer(asking.id, text)
      const verdict = resolver.answered(asking.id, text)
      const { isRight, message } = verdict ? answerView(verdict) : { isRight: false, message: '' }
      notebook.answer(asking.id, { text, isRight })
      return isRight ? `✓ ${text}` : message
    },
    mark: ([name = '', pid = '']) => {
      const names = namesInSteps(lab.steps)
      if (names.length === 0) return 'this lab names no process'
      if (!names.includes(name) || !/^\d+$/.test(pid)) return `usage: lab mark ${names.join('|')} PID`
      return desk().mark(name, Number(pid)) ? '' : `no process of yours has the PID ${pid}`
    },
    reset: () => {
      leave({ to: 'fresh' })
      return ''
    },
    quit: () => {
      leave({ to: 'quit' })
      return ''
    },
    changed: async () => {
      const { changes, commands } = await latestChanges()
      return changedLines(changes, commands).join('\n')
    },
    terminal: nothing,
    list: () => courseList(),
    pane: nothing,
    help: nothing,
  }
}

/** The step that is shown if it is done and asks something, or else the latest that does. */
function questionStep(closed: readonly { readonly step: Step }[], shown: Step): Step | undefined {
  const asking = closed.map(({ step }) => step).filter(({ question }) => question)
  return asking.find(({ id }) => id === shown.id) ?? asking.at(-1)
}

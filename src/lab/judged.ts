import type { Check, Question, Step } from './lab.ts'

/** What gets a verdict. */
export type Judged = Check | Question

/** Everything of a step that gets a verdict, in that order. */
export const judgedOf = ({ expect, question }: Pick<Step, 'expect' | 'question'>): readonly Judged[] =>
  question ? [...expect, question] : expect

/** Whether it is about the learner's work, not about the machine as it was. */
export const isOfWork = (judged: Judged): boolean => isQuestion(judged) || judged.given === undefined

export const isQuestion = (judged: Judged): judged is Question => 'ask' in judged

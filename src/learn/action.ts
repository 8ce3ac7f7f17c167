/** What somebody at a lab can ask for: by a key on the task screen, or by `lab WORD` in any shell of the machine. */
export interface ActionRow {
  /** On the task screen. Absent: it needs words after it, or belongs to the shell. */
  readonly key?: string
  /** After `lab`; the task screen itself is `lab` alone. Absent: it belongs to the screen. */
  readonly word?: string
  readonly help: string
  /** Asked before it is done, and answered with y or n. */
  readonly confirm?: string
  /** What it changes is kept at once. */
  readonly keeps?: true
}

export const actions = {
  task: { word: 'task', help: 'show the task and its checks' },
  next: { key: 'n', word: 'next', help: 'next step; after the last one, the next lab' },
  previous: { key: 'p', word: 'back', help: 'the step before' },
  hint: { key: 'h', word: 'hint', help: 'one more hint', keeps: true },
  look: { key: 'c', word: 'check', help: 'look now, and say what is missing' },
  changed: { key: 'd', word: 'changed', help: 'what the last command changed in the kernel' },
  terminal: { key: 't', help: 'another terminal' },
  solution: {
    key: 's',
    word: 'solution',
    help: 'the commands of the solution',
    confirm: 'Show the solution of this step?',
    keeps: true,
  },
  skip: {
    key: 'k',
    word: 'skip',
    help: 'have the solution typed, and count the step as skipped',
    confirm: 'Have the solution of this step typed for you?',
  },
  reset: {
    key: 'x',
    word: 'reset',
    help: 'a fresh machine, in which finished steps are typed again',
    confirm: 'Discard this machine and go on in a fresh one?',
  },
  list: { key: 'l', word: 'list', help: 'the labs of the course' },
  answer: { key: 'a', word: 'answer', help: 'answer the question: lab answer TEXT', keeps: true },
  mark: { word: 'mark', help: 'say which process is meant: lab mark box 412' },
  pane: { key: 'w', help: 'show the task in a pane beside the shell (tmux, Zellij)' },
  quit: { key: 'q', word: 'quit', help: 'leave; what is done is kept' },
  help: { key: '?', word: 'help', help: 'keys and words' },
} as const satisfies Readonly<Record<string, ActionRow>>

export type ActionName = keyof typeof actions

/** An action and the words after it: `{name: 'answer', words: ['412']}`. */
export interface Action {
  readonly name: ActionName
  readonly words?: readonly string[]
}

/** Why an attempt is left: to go on in a fresh machine, with another lab, or not at all. */
export type Leaving = { readonly to: 'quit' | 'fresh' } | { readonly to: 'lab'; readonly lab: string }

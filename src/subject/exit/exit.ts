import { wholeTexts } from '../../kernel/quote.ts'
import { exitValue, exitWords } from '../../linux/exit.ts'
import { isSignal, signalNames, signals } from '../../linux/signal.ts'
import { unreadable } from '../../linux/unreadable.ts'
import type { SubjectDefinition } from '../definition.ts'

/** The end of the step's own process, or of the one that a step named so. */
interface ProcessEnd {
  readonly of?: string
}

/** How a process ended; its texts are the exit code and the name of the signal, one of them empty. */
export const exit: SubjectDefinition<ProcessEnd> = {
  form: {
    means: "How the step's own process ended; with `of`, how one ended that a step had named with `as`.",
    examples: ['exit: 0', 'exit: {signal: SIGKILL}'],
    noun: 'the end of a process',
    value: 'expectation',
    of: 'name',
  },
  make: (_, of) => (of && 'name' in of ? { of: of.name } : {}),
  key: ({ of }) => (of ? `exit of ${of}` : 'exit'),
  words: ({ of }) => (of ? `the exit of ${of}` : 'the exit'),
  binding: () => ({}),
  record: {
    read: ({ of }, { exit, exits }) => {
      const ended = of === undefined ? exit : exits[of]
      return (
        ended && {
          source: of === undefined ? 'exit' : `exit of ${of}`,
          text: exitWords(ended),
          parse: () => exitValue(ended),
          speaker: `it ended (${exitWords(ended)}):`,
        }
      )
    },
    waitsFor: ({ of }) => of,
    seenBy: '`echo $?`',
    onScreen: ['exit'],
  },
  facts: {
    value: {
      value: {
        type: 'record',
        fields: { code: { type: 'count' }, signal: { type: 'word', words: [...signalNames, 'none'] } },
        bare: 'code',
      },
      sources: [],
      parse: ([code = '', signal = '']) => {
        if (isSignal(signal)) return { code: 128 + signals[signal], signal }
        if (signal !== '' || !/^\d+$/.test(code))
          throw unreadable('an exit code or a signal', `${code} ${signal}`)
        return { code: Number(code), signal: 'none' }
      },
      quote: wholeTexts,
      means:
        'The exit code, 0 for success, or the signal that ended it; a shell says 128 and its number for a signal.',
      manual: 'waitpid(2)',
    },
  },
}

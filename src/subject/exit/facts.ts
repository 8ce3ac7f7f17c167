import { isSignal, signalNames, signals } from '../../linux/signal.ts'
import { unreadable } from '../../linux/unreadable.ts'
import type { SubjectFacts } from '../subject-facts.ts'

/** How a process ended; its texts are the exit code and the name of the signal, one of them empty. */
export const exit = {
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
      means:
        'The exit code, 0 for success, or the signal that ended it; a shell says 128 and its number for a signal.',
      manual: 'waitpid(2)',
    },
  },
} satisfies SubjectFacts

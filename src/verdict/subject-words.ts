import type { Subject } from '../lab/lab.ts'
import { subjectKey } from '../lab/subject-key.ts'

/** A subject as a sentence has it: `process box`, `cgroup mygroup`, `the output`. */
export function subjectWords(subject: Subject): string {
  switch (subject.kind) {
    case 'host':
      return 'the machine'
    case 'duration':
      return 'the duration'
    case 'exit':
      return subject.of ? `the exit of ${subject.of}` : 'the exit'
    case 'output':
      return { both: 'the output', stdout: 'the standard output', stderr: 'the standard error' }[
        subject.stream
      ]
    default:
      return subjectKey(subject)
  }
}

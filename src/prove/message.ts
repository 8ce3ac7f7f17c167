import type { ProblemTable } from '../problem.ts'

/** What a proof says of everything that was not shown, with what an author can do. */
export const proofMessages = {
  vacuous: ({ asked }: { asked: string }) => ({
    what: `passes although nothing was done: ${asked}`,
    remedy:
      'Ask for what only the work makes true, or let it depend on a check that sees the work (`depends`). If it is about the machine and not about the work, say why it is so: `given: …`.',
  }),
  'not-given': ({ message }: { message: string }) => ({
    what: `is said to be given, and fails on an untouched machine: ${message}`,
    remedy: 'Leave `given` out: it is true only after the work.',
  }),
  'reference-failed': ({ failed }: { failed: string }) => ({
    what: `the lab does not pass as it is written: ${failed}`,
    remedy: 'Mend the lab first. Its mutants were not tried, since they would show nothing.',
  }),
  flaky: ({ failed, passed, runs }: { failed: string; passed: number; runs: number }) => ({
    what: `the lab passes ${passed} times in ${runs}: ${failed}`,
    remedy:
      'Wait for what becomes true a moment later (`when: ever`), or ask for a share and not for a time.',
  }),
  leak: ({ leaks }: { leaks: string }) => ({
    what: `is left behind: ${leaks}`,
    remedy: 'Let the last step remove what the lab made.',
  }),
  survived: ({ how, seen }: { how: string; seen: string }) => ({
    what: `a lab that ${how} passes as well`,
    remedy: `${seen} If the kernel's state is the same in the end, declare it with the reason under \`equivalent\`.`,
  }),
  overdue: ({ how, steps }: { how: string; steps: string }) => ({
    what: `a lab that ${how} does not come to an end: time was up in ${steps}, and no check of what the kernel says had failed by then`,
    remedy:
      'Nothing is known of this mutant. Let a check of an earlier step see it, or give the step a check that reads the kernel and not the end of a command.',
  }),
  'not-run': ({ message }: { message: string }) => ({ what: `could not be run: ${message}` }),
  idle: ({ mutants }: { mutants: number }) => ({
    what: `passes whatever is made wrong: none of the ${mutants} mutants makes it fail`,
    remedy:
      'Ask for more with it, or leave it out. If learners do something wrong that only this check sees, keep that under `wrong`.',
  }),
  'unknown-mutant': ({ meant }: { meant: string | undefined }) => ({
    what: `no mutant has this name${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
    remedy: 'The names are those that `unboxed prove --verbose` lists.',
  }),
  'not-equivalent': ({ check, message }: { check: string; message: string }) => ({
    what: `is said to change nothing, and ${check} sees it: ${message}`,
    remedy: 'Leave it out under `equivalent`: it is caught.',
  }),
  'wrong-passed': ({ check }: { check: string }) => ({
    what: `${check} does not fail, though it should catch this`,
    remedy: 'Make the check stricter, or name the one that catches it.',
  }),
  'wrong-words': ({ says, message }: { says: string; message: string }) => ({
    what: `the learner is told "${message}", and should be told "${says}"`,
    remedy: 'Ask for the fact that tells it, or mend `says`.',
  }),
} satisfies ProblemTable

export type ProofMessages = typeof proofMessages

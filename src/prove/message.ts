import type { ProblemTable } from '../problem.ts'

/** Everything that a proof can find wrong, with what the author can do about it. */
export const proofMessages = {
  vacuous: ({ asked, earlier }: { asked: string; earlier: string | undefined }) => ({
    what: `this check passes on an untouched machine, before any step has run: ${asked}`,
    remedy: `Check something that only the step makes true${earlier === undefined ? '' : `, or add \`depends: ${earlier}\` to this check, so that it is judged only after ${earlier} has passed`}. If the check is about the machine and not about the lab’s work, add the reason: \`given: REASON\`.`,
  }),
  'not-given': ({ message }: { message: string }) => ({
    what: `this check has \`given\`, but fails on an untouched machine: ${message}`,
    remedy: 'Remove `given`: only the lab’s steps make this check pass.',
  }),
  'reference-failed': ({ failed, runs }: { failed: string; runs: number }) => ({
    what: `the lab itself fails${everyTime(runs)}: ${failed}`,
    remedy: 'Fix the lab first; `unboxed run` shows the evidence. No mutants were run.',
  }),
  flaky: ({ failed, passed, runs }: { failed: string; passed: number; runs: number }) => ({
    what: `the lab is flaky: it passes in ${passed} of ${runs} runs with the same values. In this run: ${failed}`,
    remedy:
      'If the expected state takes a moment to appear, add `when: ever` to the check. If the check compares times, compare shares or ratios instead. Mend this first: no mutants were run.',
  }),
  leak: ({ leaks }: { leaks: string }) => ({
    what: `the lab leaves something behind: ${leaks}`,
    remedy: 'Add a last step that removes it.',
  }),
  survived: ({ how, advice, mutant }: { how: string; advice: string; mutant: string }) => ({
    what: `every check still passes if the lab ${how}`,
    remedy: `${advice} If the change makes no difference to the kernel, declare that: \`equivalent: {${mutant}: REASON}\`.`,
  }),
  unsteady: ({ first, last, runs }: { first: string; last: string; runs: number }) => ({
    what: `the result depends on chance: in the first run, ${first}; in run ${runs}, ${last}`,
    remedy:
      'Make the checks independent of timing: `when: ever` waits for a state that takes a moment to appear, and shares or ratios hold on a slow machine too.',
  }),
  overdue: ({ how, steps }: { how: string; steps: string }) => ({
    what: `timed out in ${steps} when the lab ${how}; no check of the kernel’s state had failed by then`,
    remedy:
      'A timeout decides nothing. Add a check to an earlier step that fails for this change, or check the kernel’s state in the step itself, not only its output, exit or duration.',
  }),
  'not-run': ({ message }: { message: string }) => ({ what: `could not be run: ${message}` }),
  idle: ({ mutants }: { mutants: number }) => ({
    what: `this check never fails: it passes with each of the ${mutants} mutants`,
    remedy:
      'Make its expectation stricter, or remove it. If only a mistake that `unboxed prove` does not try makes it fail, describe that mistake under `wrong`.',
  }),
  'unknown-mutant': ({ meant }: { meant: string | undefined }) => ({
    what: `the lab has no mutant of this name${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
    remedy: '`unboxed prove --verbose` lists the names of all mutants.',
  }),
  'not-equivalent': ({ check, message }: { check: string; message: string }) => ({
    what: `this mutant is declared equivalent, but ${check} fails: ${message}`,
    remedy: 'Remove it from `equivalent`: a check catches it.',
  }),
  'not-by-hand': ({ failed }: { failed: string }) => ({
    what: `the lab's own lines, typed at a terminal, do not do every step: ${failed}`,
    remedy:
      'A terminal shows columns, both streams as one text, and the prompts of nested shells: check what the kernel says, or one command’s output.',
  }),
  'done-by-nobody': ({ steps }: { steps: string }) => ({
    what: `nothing was typed, and yet these steps count as done: ${steps}`,
    remedy: 'Add a check of something that only the step makes true.',
  }),
  'survived-by-hand': ({ how }: { how: string }) => ({
    what: `every step counts as done if somebody types the lines of a lab that ${how}`,
    remedy:
      'Somebody at a terminal is judged by what the kernel says alone: add a check that fails for this change.',
  }),
  'wrong-by-hand': () => ({
    what: 'every step counts as done if somebody types this wrong solution',
    remedy: 'Make a check of the kernel’s state stricter.',
  }),
  'wrong-passed': ({ check }: { check: string }) => ({
    what: `${check} passes, but \`caught\` says that it fails for this wrong solution`,
    remedy: 'Make that check stricter, or name the check that does fail.',
  }),
  'wrong-words': ({ says, message }: { says: string; message: string }) => ({
    what: `the check fails with "${message}", which does not contain "${says}"`,
    remedy: 'Correct `says`, or check a fact whose message tells the learner more about the mistake.',
  }),
} satisfies ProblemTable

export type ProofMessages = typeof proofMessages

const everyTime = (runs: number) => (runs === 1 ? '' : ` in all ${runs} runs with these values`)

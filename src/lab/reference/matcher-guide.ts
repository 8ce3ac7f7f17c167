import type { Matcher } from '../lab.ts'

/** How a matcher is explained to an author. */
interface Guide {
  readonly title: string
  readonly means: string
  /** Each a whole check; the first line is its subject. */
  readonly examples: readonly string[]
}

/** Every matcher as authors meet it, in the order in which they need them. */
export const matcherGuide = {
  equal: {
    title: 'A value',
    means:
      'The same value. `max` means no limit. The kernel keeps limits of memory in whole pages, rounded down, and they are compared so.',
    examples: ['cgroup: mygroup\nmemory.max: 64MiB', 'file: /etc/shadow\nmode: "0640"'],
  },
  compare: {
    title: '`<`, `<=`, `>`, `>=`',
    means: 'More or less than a number. It must be quoted, because `>` has a meaning of its own in YAML.',
    examples: ['cgroup: mygroup\nmemory.peak: "<= 64MiB"', 'duration: "< 2s"'],
  },
  between: {
    title: '`between`',
    means: 'From the first to the second, both included.',
    examples: ['cgroup: mygroup\npids.current: {between: [2, 20]}'],
  },
  within: {
    title: '`within … of`',
    means:
      'As near as that to what it should be. Of a time it can also be a part of how long the step took, which is the only fair measure on a machine that is slow today.',
    examples: [
      'cgroup: mygroup\nmemory.current: {within: 5%, of: 64MiB}',
      'cgroup: mygroup\ncpu.stat: {usage_usec: {within: 25%, of: 20% of duration}}',
    ],
  },
  pattern: {
    title: '`/regular expression/`',
    means:
      'Text between slashes, with the flags i, m, s and u behind it. It may match anywhere unless it says `^` and `$`. Of a fact that is one of several words it must match one of them.',
    examples: ['output: stdout\ntext: /^PID +1$/m'],
  },
  contain: {
    title: 'A list',
    means:
      'Each of these is in it: an element of a list, or a part of a text. With `not` it is nowhere in it. There may be others.',
    examples: ['mount: /proc\noptions: [rw, nosuid]', 'output: both\ntext: [hello, {not: error}]'],
  },
  fields: {
    title: 'A map',
    means:
      'Some fields of a value that has several, each with an expectation of its own. The others may be anything.',
    examples: ['process: box\npid: {inside: 1}', 'cgroup: mygroup\nmemory.events: {oom_kill: ">= 1"}'],
  },
  not: {
    title: '`not`',
    means: 'Anything else.',
    examples: ['exit: {not: 0}', 'host: {hostname: {not: box}}'],
  },
  'same-as': {
    title: '`same-as`, `own`, `shared`',
    means:
      'The same as of another process, by its name, or of the machine (`host`). Of a namespace, `shared` is short for `{same-as: host}`, and `own` for the contrary.',
    examples: ['process: box\nnamespaces: {pid: own, net: shared, uts: {same-as: host}}'],
  },
} satisfies Record<Matcher['match'], Guide>

import type { Matcher } from '../lab.ts'

/** An explanation of a matcher for authors. */
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
    means: 'More or less than a number. Quote it, because an unquoted `>` begins a block of text in YAML.',
    examples: ['cgroup: mygroup\nmemory.peak: "<= 64MiB"', 'duration: "< 2s"'],
  },
  between: {
    title: '`between`',
    means: 'A range, both ends included.',
    examples: ['cgroup: mygroup\npids.current: {between: [2, 20]}'],
  },
  within: {
    title: '`within … of`',
    means:
      'A value with a tolerance. A duration can also be a share of the time that the step took, which allows for a slow machine. With `ratio-to`, `of` is how many times the same fact of another subject of the kind it must be; in `grown-by`, by how much both have grown since the step began.',
    examples: [
      'cgroup: mygroup\nmemory.current: {within: 5%, of: 64MiB}',
      'cgroup: mygroup\ncpu.stat: {usage_usec: {within: 25%, of: 20% of duration}}',
      'cgroup: heavy\ncpu.stat: {usage_usec: {grown-by: {ratio-to: {cgroup: light}, within: 20%, of: 3}}}',
    ],
  },
  pattern: {
    title: '`/regular expression/`',
    means:
      'A regular expression between slashes, with the flags i, m, s and u. It may match anywhere in the text; anchor it with `^` and `$`, which match at every line with the flag m. For a fact with a fixed set of values, it must match one of them.',
    examples: ['output: stdout\ntext: /^PID +1$/m'],
  },
  contain: {
    title: 'A list',
    means:
      'Every item must be contained: as an element of a list, or as a part of a text. With `not`, it must not be. Others may be there too. A text without a list must match as a whole.',
    examples: ['mount: /proc\noptions: [rw, nosuid]', 'output: both\ntext: [hello, {not: error}]'],
  },
  only: {
    title: '`only`',
    means:
      'Exactly these items, in any order and no others; of a map, exactly these keys. An empty list, with or without `only`, means that there are none.',
    examples: [
      'cgroup: mygroup\ncgroup.subtree_control: {only: [cpu, memory]}',
      'cgroup: mygroup\nio.max: {only: ["254:0"]}',
      'process: box\nuid_map: []',
    ],
  },
  count: {
    title: '`count`',
    means: 'How many items a list has, or keys a map.',
    examples: ['process: box\nuid_map: {count: 1}', 'cgroup: mygroup\ncgroup.procs: {count: ">= 2"}'],
  },
  fields: {
    title: 'A map',
    means: 'An expectation for each of some fields; the other fields are not checked.',
    examples: ['process: box\npid: {inside: 1}', 'cgroup: mygroup\nmemory.events: {oom_kill: ">= 1"}'],
  },
  not: {
    title: '`not`',
    means: 'Any other value.',
    examples: ['exit: {not: 0}', 'host: {hostname: {not: box}}'],
  },
  'same-as': {
    title: '`same-as`, `own`, `shared`',
    means:
      'The same value as for another process, given by name, or for the machine (`host`). For a namespace, `shared` is short for `{same-as: host}`, and `own` means the opposite.',
    examples: ['process: box\nnamespaces: {pid: own, net: shared, uts: {same-as: host}}'],
  },
  process: {
    title: 'The name of a process',
    means:
      'Where the number of a process is expected, the name that a step gave it with `as` stands for its number on the machine.',
    examples: ['process: {child-of: box}\nparent: box', 'cgroup: mygroup\ncgroup.procs: [box]'],
  },
  'grown-by': {
    title: '`grown-by`',
    means:
      'By how much a number has grown since the step began, for counters that the kernel never sets back: without it a second try could never be right. What did not exist then begins at 0.',
    examples: [
      'cgroup: mygroup\nmemory.events: {oom_kill: {grown-by: 1}}',
      'cgroup: mygroup\npids.events: {max: {grown-by: ">= 1"}}',
      'cgroup: mygroup\ncpu.stat: {usage_usec: {grown-by: {within: 25%, of: 20% of duration}}}',
    ],
  },
  'unchanged-since': {
    title: '`unchanged-since`, `changed-since`',
    means:
      'The same value as at the end of an earlier step, named by its id, or another one. What did not exist then can be neither.',
    examples: [
      'cgroup: mygroup\nmemory.max: {unchanged-since: limit}',
      'process: box\nnamespaces: {pid: {unchanged-since: box}, mnt: {changed-since: box}}',
    ],
  },
} satisfies Record<Matcher['match'], Guide>

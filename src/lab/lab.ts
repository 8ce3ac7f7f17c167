import type { Subject } from '../subject/subject.ts'
import type { Position } from './position.ts'

/** A lab as the runner uses it: parsed, complete, variables substituted. The format: docs/lab-format.md. */
export interface Lab {
  /** The name on the command line: its path below the lab folder without `.yaml` and the digits that order it, such as `namespace/pid`. */
  readonly id: string
  /** The file it was read from, for messages. */
  readonly file: string
  readonly title: string
  readonly about: string
  /** How much a learner has to know already. */
  readonly level?: 'easy' | 'medium' | 'hard'
  /** How long a learner takes to do it by hand. */
  readonly minutes?: number
  /** Rows of the course's list of claims that this lab settles, such as `N2`. */
  readonly claims: readonly string[]
  /** Controllers, namespaces, commands and kernel features without which it is unsupported. */
  readonly needs: readonly Need[]
  /** Manual pages and kernel documents to read on. */
  readonly reads: readonly string[]
  /** Put into the machine before the first step. Default none. */
  readonly files?: readonly Material[]
  /** Wall-clock limit of the whole lab, milliseconds; default 120 000, multiplied by the machine's profile. */
  readonly timeout: number
  /** The variables as drawn, by name, as text; kept with the evidence. */
  readonly vars: Readonly<Record<string, string>>
  /** The seed they were drawn from. */
  readonly seed: string
  readonly steps: readonly Step[]
  /** Mutants that change nothing the kernel could tell, each with the reason; `unboxed prove` counts them apart. Default none. */
  readonly equivalent?: readonly Equivalent[]
  /** What learners do wrong, and which check must tell them so. Default none. */
  readonly wrong?: readonly Wrong[]
}

/** A mutant that leaves the kernel in the same state as the lab itself. */
export interface Equivalent {
  /** Its name, as `unboxed prove` reports it. */
  readonly mutant: string
  readonly why: string
  readonly at: Position
}

/** A wrong solution that is kept with the lab. */
export interface Wrong {
  /** What was misunderstood. */
  readonly text: string
  /** By the id of a step, what runs there instead. */
  readonly run: Readonly<Record<string, string>>
  /** By the id of a step, the whole place that replaces its `in`. Default: no step happens elsewhere. */
  readonly in?: Readonly<Record<string, Place>>
  /** The check that must fail. */
  readonly caught: string
  /** Must stand in what the learner is then told. */
  readonly says: string
  readonly at: Position
}

/** A text file that a lab works with; it belongs to root. */
export interface Material {
  readonly path: string
  /** Permissions. */
  readonly mode: number
  /** Ends with a newline. */
  readonly text: string
}

export interface Need {
  readonly kind: 'controller' | 'namespace' | 'permission' | 'command' | 'file'
  /** `memory`, `pid`, `python3`, `/sys/fs/cgroup/cgroup.kill`. */
  readonly name: string
}

/** One thing done, and what the kernel must say then. */
export interface Step {
  readonly id: string
  /** What the learner reads before it. */
  readonly text: string
  /** What the learner is asked to do in an exercise. */
  readonly task?: string
  readonly hints: readonly string[]
  /** The name under which the process keeps running; absent: the step ends when `run` does. */
  readonly as?: string
  readonly in: Place
  /** Shell text: run by `bash -c` in the place, or typed into the shell named by `in.shell`. `${cgroup}` is still in it: the machine knows it. */
  readonly run: string
  /** Wall-clock limit, milliseconds; default 30 000, multiplied by the machine's profile. */
  readonly timeout: number
  readonly expect: readonly Check[]
  /** Asked once the step is done. */
  readonly question?: Question
  /** The terminal in which a person does it, from 1. Default: plan/terminal.ts. */
  readonly terminal?: number
  readonly at: Position
}

/** What the learner is asked, and the fact that answers it: read from the kernel at the end of the step, so that nobody can copy it. */
export interface Question {
  /** `STEP/answer`, among the ids of checks. */
  readonly id: string
  readonly ask: string
  readonly subject: Subject
  readonly fact: string
  /** The field of the fact, if it has fields. */
  readonly field?: string
  /** Weight; default 1. */
  readonly points: number
  /** What the reference answers in a mutant: another value of the same type, or nothing. */
  readonly mistake?: 'another' | 'empty'
  readonly at: Position
}

/** Where a step happens. Everything absent is the machine's own. */
export interface Place {
  /** Namespaces to unshare before `run`. */
  readonly namespaces: readonly NamespaceWord[]
  /** A cgroup below `${cgroup}`, made when missing. */
  readonly cgroup?: string
  /** Files of that cgroup written before any process is inside, in this order. */
  readonly limits: Readonly<Record<string, Limit>>
  /** A directory that becomes `/`. */
  readonly root?: string
  /** Run as this uid and gid. */
  readonly user?: number
  /** Set after the UTS namespace was unshared. */
  readonly hostname?: string
  /** Type `run` into this standing shell instead of starting a process. */
  readonly shell?: string
}

/** A cgroup file to be written: as the author wrote it (`64MiB`), and as the kernel gets it (`67108864`). */
export interface Limit {
  readonly written: string
  readonly text: string
}

/** As `in.namespaces` spells them: the long options of unshare(1). */
export type NamespaceWord = 'pid' | 'mount' | 'uts' | 'ipc' | 'net' | 'user' | 'cgroup' | 'time'

/** One subject and what must be true of it. */
export interface Check {
  /** `STEP/N` counted from 1, or the author's own. */
  readonly id: string
  readonly subject: Subject
  /** By name of the fact, in the order written. */
  readonly facts: Readonly<Record<string, Expectation>>
  readonly when: When
  /** Ids of checks that must have passed for this one to be judged. */
  readonly depends: readonly string[]
  /** Weight; default 1. */
  readonly points: number
  readonly why?: string
  /** Why it is true before anything was done: it is about the machine, not about the learner's work. */
  readonly given?: string
  readonly at: Position
}

export type When =
  | { readonly kind: 'now' } // at the end of the step
  | { readonly kind: 'ever' } // at any moment of the step
  | { readonly kind: 'holds'; readonly for: number } // from the end of the step on, milliseconds

/** What must be true of a value. `text` is how the author wrote it, for reports. */
export type Expectation = { readonly text: string } & Matcher

export type Matcher =
  | { readonly match: 'equal'; readonly value: number | string | boolean }
  | { readonly match: 'compare'; readonly op: '<' | '<=' | '>' | '>='; readonly value: number }
  | { readonly match: 'pattern'; readonly source: string; readonly flags: string }
  | { readonly match: 'contain'; readonly items: readonly Expectation[] }
  | { readonly match: 'not'; readonly of: Expectation }
  | { readonly match: 'between'; readonly low: number; readonly high: number }
  | { readonly match: 'within'; readonly share: number; readonly of: number | ShareOfDuration | Multiple }
  /** These and no other, in any order: the elements of a list, or the keys of a map. */
  | { readonly match: 'only'; readonly items: readonly Expectation[] }
  /** How many elements a list has, or keys a map. */
  | { readonly match: 'count'; readonly of: Expectation }
  /** The same value as that of another subject: the machine itself (`host`) or a named process. */
  | { readonly match: 'same-as'; readonly as: string }
  /** The number of the process that a step named so. */
  | { readonly match: 'process'; readonly name: string }
  /** How much more the kernel counts than when the step began. */
  | { readonly match: 'grown-by'; readonly of: Expectation }
  /** The same value as at the end of an earlier step. */
  | { readonly match: 'unchanged-since'; readonly step: string }
  | { readonly match: 'fields'; readonly fields: Readonly<Record<string, Expectation>> }

/** A part of the time the step took: `20% of duration`. */
export interface ShareOfDuration {
  readonly share: number
  readonly of: 'duration'
}

/** So many times the same value of another subject of the kind. */
export interface Multiple {
  readonly times: number
  readonly as: Subject
}

import type { Binding } from '../evidence/binding.ts'
import type { Value } from '../evidence/value.ts'
import type { OutsideFact } from './outside-fact.ts'
import type { Quote } from './quote.ts'

export type { Value } from '../evidence/value.ts'

export function isRecord(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && !Array.isArray(value)
}

/** The type of a fact: it decides how an expectation is written (`64MiB`, `2s`, `20%`, …) and how a value is shown. */
export type ValueType =
  | { readonly type: 'count'; readonly of?: 'process' } // a whole number, no unit; a PID of the machine, for which the name of the process can stand
  | { readonly type: 'size' } // bytes
  | { readonly type: 'duration'; readonly unit: 'us' | 'ms' | 's' } // unit of the kernel's number; the parsed value is always ms
  | { readonly type: 'share' } // a fraction of one; written as a percentage
  /** `most`: the bytes that the kernel keeps of a longer one; `form`: how every value looks. */
  | { readonly type: 'text'; readonly most?: number; readonly form?: TextForm }
  | { readonly type: 'flag' } // true or false
  | { readonly type: 'word'; readonly words: readonly string[] } // a closed set; a newer kernel may still say another
  | { readonly type: 'namespace' } // identity of a namespace, `pid:[4026531836]`; expected `own`, `shared` or {same-as: NAME}
  | { readonly type: 'list'; readonly of: ValueType }
  | {
      readonly type: 'record'
      readonly fields: { readonly [key: string]: ValueType }
      readonly bare?: string // the field that a value written alone stands for: `exit: 0`, `cpu.max: 20%`
    }
  | { readonly type: 'map'; readonly of: ValueType; readonly keys?: TextForm } // keys are not known beforehand

/** What all texts of a kind look like: one that does not could never match, and `not` of it would always. */
export interface TextForm {
  readonly pattern: RegExp
  /** Completes "must be …". */
  readonly expected: string
}

/** The type of a field of a record, or of an entry of a map. */
export function fieldType(type: ValueType, field: string): ValueType | undefined {
  if (type.type === 'map') return type.keys && !type.keys.pattern.test(field) ? undefined : type.of
  return type.type === 'record' && Object.hasOwn(type.fields, field) ? type.fields[field] : undefined
}

/** A source to read, before it is bound to a subject: `{pid}`, `{cgroup}`, `{path}`, `{name}` stand for the subject's. */
export type Source =
  /** The text of a file. */
  | { readonly read: 'file'; readonly path: string; readonly inside?: Inside }
  /** Where a symbolic link points, such as `/proc/PID/ns/pid`. */
  | { readonly read: 'link'; readonly path: string }
  /** The names in a directory, one a line, sorted. */
  | { readonly read: 'list'; readonly path: string }
  /** stat(1) of a path in the format of kernel/stat.ts, not following a last link. */
  | { readonly read: 'stat'; readonly path: string }
  /** The extended attributes of a path as getfattr(1) prints them, not following a last link. */
  | { readonly read: 'xattrs'; readonly path: string }
  /** `stat -f` of a path in the format of kernel/statfs.ts. */
  | { readonly read: 'statfs'; readonly path: string }
  /** The line of lsns(8) about the namespace that a file stands for, in the columns of kernel/namespace-row.ts. */
  | { readonly read: 'namespace'; readonly path: string }
  /** The user who made that user namespace, or the one that owns the namespace. */
  | { readonly read: 'namespace-creator'; readonly path: string }
  /** Standard output of a command, where the kernel offers no file (`ip -j -d addr`). */
  | { readonly read: 'command'; readonly argv: readonly string[]; readonly inside?: Inside }

/** Some files describe the reader's namespace: these are read with `nsenter --target PID --…`. */
export interface Inside {
  readonly pid: string
  readonly namespaces: readonly ('uts' | 'net' | 'mount' | 'ipc' | 'cgroup' | 'time')[]
}

/** One thing Linux says of a subject. */
export interface Fact {
  /** How the value is written and shown. */
  readonly value: ValueType
  /** Everything that must be read to know it. */
  readonly sources: readonly Source[]
  /** From the texts of `sources`, in that order, to the value; throws `Unreadable` when the text is not what the kernel writes. */
  readonly parse: (texts: readonly string[], bound: Binding) => Value
  /** The same from the memory of the machine. Absent: it is read inside only. */
  readonly outside?: OutsideFact
  /** The pieces of the texts that say it: what evidence shows of them. */
  readonly quote: Quote
  /** The same fact of one field alone, where each field has a source of its own. */
  readonly part?: (field: string) => Fact | undefined
  /** The fact of a process or of the machine that it is compared with. Default: the same one, where the subject is comparable. */
  readonly comparedWith?: Fact
  /** What else is read, to explain why a source is missing. */
  readonly explainedBy?: readonly Source[]
  /** The text is a log: only the lines that came since the step began count. */
  readonly isLog?: true
  /** What it means, in one sentence a learner understands. */
  readonly means: string
  /** Where it is documented, such as `proc_pid_status(5)` or `cgroup-v2: memory.max`. */
  readonly manual: string
  /** Errors of reading that mean an empty text. */
  readonly emptyFor?: readonly string[]
  /** The Linux version that introduced it, for the message when it is absent; presence decides, never this. */
  readonly since?: string
  /** The cgroup controller without which the file does not exist. */
  readonly controller?: string
  /** The unit, in bytes, in which the kernel keeps its sizes, rounding down. */
  readonly page?: number
  /** The family that it belongs to, for facts that differ in one part of their name. */
  readonly family?: Family
}

/** Facts that the reference describes together. */
export interface Family {
  /** Their name, with a word in capitals for the part in which they differ: `hugetlb.SIZE.max`. */
  readonly name: string
  /** What can stand there; a sentence without its full stop. */
  readonly parts: string
}

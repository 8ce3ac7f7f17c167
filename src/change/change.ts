/** One thing that is new (`+`), gone (`-`) or different (`~`). */
export interface Change {
  readonly sign: '+' | '-' | '~'
  /** `process 412 (bash) moved from cgroup / to demo`. */
  readonly text: string
  /** The file or command that shows it: `/proc/412/cgroup`. */
  readonly shown: string
}

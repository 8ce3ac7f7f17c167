/** The real terminal of somebody at a lab. */
export interface Front {
  /** A shell has printed this. */
  show(terminal: number, text: string): void
  /** Prints a line of ours among the output of the shell in use: at a prompt, before the shell prints it. It may have colours. */
  say(line: string): void
  /** Tells something that cannot wait for a prompt: on the task screen, or as a line. */
  notice(message: string): void
  /** Turns to the task screen; prints it where nothing is redrawn. */
  showTask(): void
  /** A shell has ended: another one, if there is one, takes its place. */
  closed(terminal: number): void
  /** Gives the terminal back as it was. */
  close(): void
}

export interface FrontIo {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
}

export interface FrontOptions {
  readonly colour: boolean
  /** Lines only: nothing is redrawn, and no key is ours. A terminal that cannot do more, TERM=dumb, gets this anyway. */
  readonly plain?: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** The command that shows the task in another terminal. */
  readonly watch: readonly string[]
}

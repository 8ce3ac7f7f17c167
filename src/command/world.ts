/** All that a command may touch of the process it runs in; tests hand in another one. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Where the package is: its `labs`, its `dist/agent.cjs`, its `scripts/image`. */
  readonly root: string
  readonly version: string
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly uid: number | undefined
  readonly platform: NodeJS.Platform
  readonly architecture: string
  /** Of Node, without the `v`. */
  readonly nodeVersion: string
  /** Aborted when the command is to end early; the reason is an `EarlyEnd`. A second Ctrl-C ends the process. */
  readonly signal: AbortSignal
  /** Aborted as the process ends early although the command has not ended: listeners may still write, nothing more. */
  readonly leaving: AbortSignal
}

/** The columns of a terminal, which says 0 where it does not know them; undefined where it is none. */
export const widthOf = ({ columns }: NodeJS.WriteStream): number | undefined => columns || undefined

/** Colour only on a terminal, and never where NO_COLOR is set (no-color.org); FORCE_COLOR asks for it. */
export function wantsColour(stream: NodeJS.WriteStream, env: World['env']): boolean {
  if (env.NO_COLOR) return false
  return Boolean(env.FORCE_COLOR) || (stream.isTTY === true && env.TERM !== 'dumb')
}

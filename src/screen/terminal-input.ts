import type { FrontIo } from './front.ts'

/** Takes every key of the terminal, also those that make signals. Returns what ends that. */
export function takeKeys({ stdin }: Pick<FrontIo, 'stdin'>, hear: (text: string) => void): () => void {
  const listener = (text: string | Buffer) => hear(String(text))
  stdin.setRawMode?.(true)
  stdin.setEncoding('utf8')
  stdin.on('data', listener)
  stdin.resume()
  return () => void stdin.off('data', listener)
}

/** Gives the keys back to the shell that this process was started from. */
export function giveBack({ stdin }: Pick<FrontIo, 'stdin'>): void {
  try {
    stdin.setRawMode?.(false)
  } catch {
    // The window has been closed, and the terminal with it.
  }
  stdin.pause()
}

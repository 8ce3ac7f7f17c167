import type { Terminal } from '../attempt/actor/hand/terminal.ts'

/** The shells that a learner has open. */
export interface Shells {
  /** Opens the shell of this number, or one more, and resolves to its number. `begin` is called before it shows anything. */
  open(number?: number, begin?: (number: number) => void): Promise<number>
  /** Keys for a shell that is not open yet wait for it. */
  press(number: number, keys: string): void
  /** Prints lines above the prompt of the one that has the screen, if nothing was typed there. Returns whether. */
  insert(lines: string): boolean
  /** This one has the screen. */
  use(number: number): void
  /** The one that has the screen, and how many there are. */
  state(): { readonly number: number; readonly of: number }
}

export function openShells(
  terminal: (number: number) => Promise<Terminal>,
  { changed, closed, allClosed }: { changed(): void; closed(number: number): void; allClosed(): void },
): Shells {
  const open = new Map<number, Terminal>()
  /** Numbers that are taken: of open shells, and of those that are being opened. The first one is there from the beginning. */
  const taken = new Set([1])
  const early = new Map<number, string>()
  let inUse = 1
  return {
    open: async (number = Math.max(0, ...taken) + 1, begin) => {
      if (open.has(number)) return number
      taken.add(number)
      begin?.(number)
      const shell = await terminal(number).catch(error => {
        taken.delete(number)
        throw error
      })
      open.set(number, shell)
      shell.press(early.get(number) ?? '')
      early.delete(number)
      void shell.closed.then(() => {
        open.delete(number)
        taken.delete(number)
        closed(number)
        if (open.size === 0) allClosed()
        changed()
      })
      changed()
      return number
    },
    press: (number, keys) => {
      const shell = open.get(number)
      if (shell) shell.press(keys)
      else early.set(number, `${early.get(number) ?? ''}${keys}`.slice(0, mostEarly))
    },
    insert: lines => open.get(inUse)?.insert(lines) ?? false,
    use: number => {
      inUse = number
    },
    state: () => ({ number: inUse, of: open.size }),
  }
}

/** Characters that wait for a shell. */
const mostEarly = 4096

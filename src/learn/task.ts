import type { Size } from '../linux/terminal-size.ts'
import type { Action } from './action.ts'
import type { TaskView } from './task-view.ts'

/** What a task screen is drawn from, and what its keys ask for: of an attempt here, or of one in another process. */
export interface Task {
  readonly view: TaskView
  onView(listener: (view: TaskView) => void): void
  /** Does an action. The text is what is shown to whoever asked; empty where the view says it. */
  act(action: Action): Promise<string>
}

/** An attempt of somebody who works in shells. */
export interface Learning extends Task {
  /** Keys for a shell. */
  press(terminal: number, keys: string): void
  resize(size: Size): void
  /** Opens another one, and resolves to its number. */
  openTerminal(): Promise<number>
  /** This shell has the screen now. */
  use(terminal: number): void
}

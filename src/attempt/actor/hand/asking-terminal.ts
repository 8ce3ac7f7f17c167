import { promptMarkReader } from '../../../linux/prompt-mark.ts'
import { goOn } from '../../../linux/shell-marks.ts'
import type { Clock } from '../../../runtime/runtime.ts'
import { isUrgent } from './keys.ts'
import { paster } from './paster.ts'
import { type PromptGateOptions, promptGate } from './prompt-gate.ts'
import { requests } from './requests.ts'

/** A terminal whose shells can ask for something (`lab …`), and of which no record is kept. */
export interface AskingTerminal {
  /** It shows this. */
  heard(text: string): void
  /** Keys for it. While an answer is waited for, all but those that make signals wait, and so does Enter where `beforeEnter` says so. */
  pressed(keys: string): void
}

export interface AskingOptions extends Pick<PromptGateOptions, 'show'> {
  /** A new prompt comes: the first one, or one after a command. */
  prompted(): void
  /** A command begins. */
  begun(): void
  /** What Enter waits for, if anything. */
  beforeEnter(): Promise<void> | undefined
  answer(words: readonly string[]): Promise<string>
  send(keys: string): void
}

export function askingTerminal(
  { prompted, begun, beforeEnter, answer, send, show }: AskingOptions,
  clock: Pick<Clock, 'after'>,
): AskingTerminal {
  const read = promptMarkReader()
  const above = async () => {
    prompted()
    return ''
  }
  const gate = promptGate({ show, above, longest: 0 }, clock)
  let isFullScreen = false
  let isAtPrompt = false
  const open = requests(answer, text => {
    if (isFullScreen) return
    gate.print(text)
    if (!isAtPrompt) send(goOn)
  })
  const pass = (keys: string) => {
    if (isUrgent(keys)) open.dropped()
    send(keys)
  }
  return {
    heard(text) {
      for (const event of read(text)) {
        if (event.kind === 'prompt' || event.kind === 'command') isAtPrompt = event.kind === 'prompt'
        if (event.kind === 'command') begun()
        if (event.kind === 'screen') isFullScreen = event.isAlternate
        if (event.kind === 'request' && !isAtPrompt && !isFullScreen) open.asked(event.words)
      }
      gate.hear(text)
    },
    pressed: paster(
      pass,
      undefined,
      keys => open.answered ?? (/[\r\n]/.test(keys) ? beforeEnter() : undefined),
    ),
  }
}

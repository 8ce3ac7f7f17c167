import { changedLines } from '../change/changed-lines.ts'
import { kernelChanges } from '../learn/kernel-changes.ts'
import { printable } from '../printable.ts'
import type { AgentClient } from '../protocol/client.ts'
import { nodeRuntime } from '../runtime/node.ts'

/** Answers `lab …` in a shell that belongs to no lab. */
export interface ShellWords {
  /** Has an inventory taken: a prompt comes now, which does not wait for it. */
  prompted(): void
  begun(): void
  /** What the Enter of the next command waits for, if anything. */
  beforeEnter(): Promise<void> | undefined
  answer(words: readonly string[]): Promise<string>
}

export function shellWords(client: AgentClient): ShellWords {
  const kernel = kernelChanges(() => client.call('inventory', {}), nodeRuntime)
  /** Whether the command that ends now only asked something. */
  let hasAsked = false
  /** Whether anything was executed since the last prompt: an empty line changes nothing. At the first prompt it was the shell. */
  let hasBegun = true
  const answers: Readonly<Record<string, () => Promise<string>>> = {
    changed: async () => {
      const { changes, commands } = await kernel.latest()
      return changedLines(changes, commands).join('\n')
    },
    help: async () => help,
  }
  return {
    prompted() {
      if (hasBegun && !hasAsked) kernel.prompted()
      hasAsked = false
      hasBegun = false
    },
    begun() {
      hasBegun = true
      kernel.began()
    },
    beforeEnter: () => kernel.held,
    async answer([word = 'help']) {
      hasAsked = true
      return Object.hasOwn(answers, word) ? ((await answers[word]?.()) ?? '') : `${unknown(word)}\n${help}`
    },
  }
}

const unknown = (word: string) =>
  `There is no \`lab ${printable(word)}\` in this shell; labs are done with: unboxed learn`

const help = [
  'lab changed   what the last command changed in the kernel',
  'lab help      these words',
  'man NAME      the manual page of a command, a system call or a file: man unshare, man 7 cgroups',
  'exit          leave',
].join('\n')

/** A byte stream to the runner, as the agent sees it. */
export interface AgentChannel {
  /** Starts reading; calls `onEnd` once, when the runner is gone. */
  read(onChunk: (chunk: Uint8Array) => void, onEnd: () => void): void
  /** Sends texts in order, without blocking the caller. */
  write(text: string): void
}

/** Standard input and output: the runner is the parent process, or sshd. */
export function stdioChannel(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): AgentChannel {
  return {
    read(onChunk, onEnd) {
      let ended = false
      const end = () => {
        if (!ended) onEnd()
        ended = true
      }
      input.on('data', onChunk)
      input.on('end', end)
      input.on('close', end)
      input.on('error', end)
      output.on('error', end)
    },
    write: text => void output.write(text),
  }
}

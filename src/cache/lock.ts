import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'

/**
 * Runs `work` while holding the lock; calls `waiting` if another runner holds it. It is a kernel lock (flock(2)) held by a child that
 * exits at the end of its standard input, so the lock cannot outlive this process, however that dies.
 */
export async function withLock<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  await makeFolder(dirname(file))
  // An error of the system here says more than flock's exit code.
  await (await open(file, 'a')).close()
  const holder = spawn(
    'flock',
    ['--exclusive', '--no-fork', file, 'sh', '-c', 'echo held; exec cat > /dev/null'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const slow = setTimeout(waiting, 500)
  try {
    await Promise.race([once(holder.stdout, 'data'), ended(holder)])
    clearTimeout(slow)
    return await work()
  } finally {
    clearTimeout(slow)
    holder.stdin.end()
  }
}

async function ended(holder: ReturnType<typeof spawn>): Promise<never> {
  const [code] = await once(holder, 'exit') // 'error' rejects
  throw new Error(`flock ended with ${code} before it had the lock`)
}

/** Whether a word names an error number, such as `ENOENT`; Node's own codes (`ERR_…`) do not. errno(3). */
export function isErrno(word: unknown): word is string {
  return typeof word === 'string' && /^E(?!RR_)[A-Z0-9]+$/.test(word)
}

/** Errors of /proc and cgroupfs for a process or cgroup that is gone, or disappears while its file is open. */
export const goneErrnos: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'ENODEV'])

/** One name per error number: if errno(3) has two, libraries differ in which one they return. */
export const canonicalErrno = (errno: string): string => otherNames[errno] ?? errno

const otherNames: Readonly<Record<string, string>> = {
  ENOTSUP: 'EOPNOTSUPP',
  EWOULDBLOCK: 'EAGAIN',
  EDEADLOCK: 'EDEADLK',
}

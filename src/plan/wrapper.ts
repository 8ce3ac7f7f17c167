/**
 * Programs that start another and wait, or become it: the process a learner means is below them.
 * Only ever followed from a process that the runner started itself.
 */
export const wrappers = [
  'sudo',
  'unshare',
  'nsenter',
  'setpriv',
  'setsid',
  'chroot',
  'env',
  'nice',
  'timeout',
  'runuser',
  'su',
] as const

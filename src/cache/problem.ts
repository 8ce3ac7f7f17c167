import { problemsOf } from '../problem.ts'

/** What can go wrong with the cache, and what to do about it. */
export const problem = problemsOf('machine', {
  'no-cache-folder': (_: undefined) => ({
    what: 'there is no cache folder: neither XDG_CACHE_HOME nor HOME is an absolute path',
    remedy: 'Set XDG_CACHE_HOME to a folder with 2 GB free.',
  }),
})

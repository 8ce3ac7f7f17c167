import { limitTakes } from '../cgroup-file.ts'
import type { Cause } from './refusal.ts'
import { quoted } from './words.ts'

/** A value that a file does not take, for no reason that is known better. */
export const limitCauses: Readonly<Record<string, Cause>> = {
  'limit-not-understood': {
    kinds: ['write'],
    errnos: ['EINVAL', 'ERANGE'],
    when: ({ file }) => limitTakes(file) !== undefined,
    text: ({ file, text }) => ({
      what: `${file} does not take ${quoted(text)}`,
      remedy: `It takes ${limitTakes(file)}.`,
    }),
  },
}

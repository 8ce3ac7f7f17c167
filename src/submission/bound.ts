/** The largest file that is handed in, in bytes. */
export const mostBytes = 2 ** 20

/** Commands of all steps together. */
export const mostLines = 2000

/** Characters of one command. */
export const longestLine = 64 * 2 ** 10

export const mostSteps = 200

/** Characters of a learner's name, and of every other single word of a submission. */
export const longestName = 200

/** Terminals are numbered from 1. */
export const mostTerminals = 8

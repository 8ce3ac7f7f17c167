/** A name as lab files spell it: of a variable, a step, a check, a process. */
export const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** How a name must look, in words. */
export const nameWords = 'a name of small letters, digits and hyphens, such as `my-limit`'

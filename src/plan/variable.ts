/** The name a step gave to a process, as a shell variable. */
export const variable = (name: string): string => name.replaceAll('-', '_')

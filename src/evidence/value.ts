/** A value read from the kernel: `max` is `Infinity`, sizes are bytes, durations are milliseconds, shares are fractions. */
export type Value = number | string | boolean | readonly Value[] | { readonly [key: string]: Value }

/** One requirement as `doctor` found it, and what to do about it. */
export interface Diagnosis {
  readonly what: string
  /**
   * `missing`: no lab runs without it; `better`: labs run, but slower or after a longer wait; `absent`: it is not there, and only
   * another machine would need it.
   */
  readonly state: 'ok' | 'missing' | 'better' | 'absent'
  readonly found: string
  readonly remedy?: string
}

export const ok = (what: string, found: string): Diagnosis => ({ what, state: 'ok', found })

export const missing = (what: string, found: string, remedy: string): Diagnosis => ({
  what,
  state: 'missing',
  found,
  remedy,
})

export const better = (what: string, found: string, remedy: string): Diagnosis => ({
  what,
  state: 'better',
  found,
  remedy,
})

export const absent = (what: string, found: string): Diagnosis => ({ what, state: 'absent', found })

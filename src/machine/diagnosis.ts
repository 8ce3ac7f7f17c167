/** One requirement as `doctor` found it, and what to do about it. */
export interface Diagnosis {
  readonly what: string
  /** `missing`: no lab runs without it; `better`: labs run, but slower or after a longer wait. */
  readonly state: 'ok' | 'missing' | 'better'
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

export interface Mistake {
  readonly done: string
  readonly says: string
  readonly do: string
}

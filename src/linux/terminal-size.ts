/** How many rows and columns of characters a terminal has. */
export interface Size {
  readonly rows: number
  readonly columns: number
}

/** The size of a terminal, which may say nothing of it, or say 0. */
export const sizeOf = ({ rows, columns }: { rows?: number; columns?: number }): Size => ({
  rows: rows || 24,
  columns: columns || 80,
})

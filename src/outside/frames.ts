export const pageSize = 4096
export const pagesInFrame = 64

/** Room for pages that are read, which is used again by the next walk: a frame is a block of 256 KiB. */
export interface Frames {
  /** The bytes of one page, to be filled. */
  page(slot: number): Uint8Array
  /** The frame in which a page is. */
  view(slot: number): DataView
}

export function makeFrames(): Frames {
  const views: DataView[] = []
  return {
    page(slot) {
      const frame = Math.floor(slot / pagesInFrame)
      views[frame] ??= new DataView(new ArrayBuffer(pagesInFrame * pageSize))
      return new Uint8Array(views[frame].buffer, (slot % pagesInFrame) * pageSize, pageSize)
    },
    view: slot => views[(slot / pagesInFrame) | 0] as DataView,
  }
}

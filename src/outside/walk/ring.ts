import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { Path } from '../layout.ts'

/** More than a guest of 1 GiB has room for. */
const most = 100_000

/**
 * What is on a list of the kernel (include/linux/list.h), in its order, the head left out: the addresses of the structures that are
 * linked by this member. Each entry must point back to the one before: one that was being added or removed does not, and what it leads to may be gone.
 */
export function ring(kernel: Kernel, head: Address, link: Path): Address[] {
  const entries: Address[] = []
  let here = head
  for (;;) {
    const next = kernel.follow(here, 'list_head.next')
    // The head was read first, and may not know what was added at the end since.
    if (next === head) return entries
    if (kernel.pointer(next, 'list_head.prev') !== here)
      throw new Torn(`the list of ${link} is being changed`)
    if (entries.length >= most) throw new Torn(`the list of ${link} has no end`)
    entries.push(kernel.container(next, link))
    here = next
  }
}

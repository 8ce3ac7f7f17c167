import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { Path } from '../layout.ts'

/** More than a guest of 1 GiB has room for. */
const most = 100_000

/** A red-black tree of so many entries is less deep than this. */
const deepest = 40

/**
 * What is in a red-black tree of the kernel (include/linux/rbtree.h), in its order: the addresses of the structures that are linked by
 * this member. Each node must know its parent: while a tree is being changed, a walk could miss a part of it.
 */
export function tree(kernel: Kernel, top: Address, link: Path): Address[] {
  const entries: Address[] = []
  const above: Address[] = []
  for (let node = top; node !== 0 || above.length > 0; ) {
    while (node !== 0) {
      if (above.length >= deepest) throw new Torn(`the tree of ${link} has no end`)
      above.push(node)
      node = childOf(kernel, node, 'rb_node.rb_left', link)
    }
    const here = above.pop() as Address
    if (entries.length >= most) throw new Torn(`the tree of ${link} has no end`)
    entries.push(kernel.container(here, link))
    node = childOf(kernel, here, 'rb_node.rb_right', link)
  }
  return entries
}

function childOf(
  kernel: Kernel,
  node: Address,
  side: 'rb_node.rb_left' | 'rb_node.rb_right',
  link: Path,
): Address {
  const child = kernel.pointer(node, side)
  if (child !== 0 && kernel.markedPointer(child, 'rb_node.__rb_parent_color') !== node)
    throw new Torn(`the tree of ${link} is being changed`)
  return child
}

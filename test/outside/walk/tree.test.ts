import t from 'tap'
import type { Address } from '../../../src/outside/address.ts'
import { tree } from '../../../src/outside/walk/tree.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

const { make, point, kernel } = syntheticGuest()
const link = 'mount.mnt_node'
const node = (entry: Address) => kernel().at(entry, link)

/** Puts an entry below another. Black nodes have a flag in the pointer to their parent. */
function putBelow(parent: Address, side: 'left' | 'right', child: Address, isBlack = false): void {
  point(node(parent), `rb_node.rb_${side}`, node(child))
  point(node(child), 'rb_node.__rb_parent_color', node(parent) + Number(isBlack))
}

function aTree() {
  const entries = [make(), make(), make(), make()] as const
  const [first, second, third, fourth] = entries
  putBelow(third, 'left', first)
  putBelow(third, 'right', fourth, true)
  putBelow(first, 'right', second)
  return { entries, read: () => tree(kernel(), node(third), link) }
}

t.test('a tree has its entries in order', async t => {
  t.same(tree(kernel(), 0, link), [])
  const { entries, read } = aTree()
  t.same(read(), entries)
})

t.test('a tree that is being changed is torn, never endless', async t => {
  const torn = { name: 'Torn' }
  const moved = aTree()
  point(node(moved.entries[1]), 'rb_node.__rb_parent_color', node(moved.entries[2]))
  t.throws(moved.read, torn, 'an entry has another parent')

  const [one, two] = [make(), make()]
  putBelow(one, 'left', two)
  putBelow(two, 'left', one)
  t.throws(() => tree(kernel(), node(one), link), torn, 'a circle downwards')
  point(node(two), 'rb_node.rb_left', 0)
  putBelow(two, 'right', one)
  t.throws(() => tree(kernel(), node(one), link), torn, 'a circle sideways')

  const out = aTree()
  point(node(out.entries[3]), 'rb_node.rb_right', 0x8880_7000_0000)
  t.throws(out.read, torn, 'it leads out of RAM')
})

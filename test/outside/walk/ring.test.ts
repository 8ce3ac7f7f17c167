import t from 'tap'
import { ring } from '../../../src/outside/walk/ring.ts'
import { syntheticGuest } from '../synthetic/guest.ts'

const { make, link, point, kernel } = syntheticGuest()

t.test('a ring has its entries in order', async t => {
  const [head, one, two] = [make(), make(), make()]
  link(head, [], 'task_struct.tasks')
  t.same(ring(kernel(), head, 'task_struct.tasks'), [])
  link(head, [one, two], 'task_struct.tasks')
  t.same(ring(kernel(), head, 'task_struct.tasks'), [one, two])
})

t.test('a ring that is being changed is torn, never endless', async t => {
  const [head, one, two] = [make(), make(), make()]
  const torn = { name: 'Torn' }
  const node = (entry: number) => kernel().at(entry, 'task_struct.tasks')
  const read = () => ring(kernel(), head, 'task_struct.tasks')
  const reset = () => link(head, [one, two], 'task_struct.tasks')

  reset()
  point(node(two), 'list_head.next', node(one))
  t.throws(read, torn, 'it leads back to an entry, not to the head')
  reset()
  point(node(one), 'list_head.prev', 0)
  t.throws(read, torn, 'an entry was removed')
  reset()
  point(node(one), 'list_head.next', 0)
  t.throws(read, torn, 'it ends')
  reset()
  point(node(one), 'list_head.next', 0x8880_7000_0000)
  t.throws(read, torn, 'it leads out of RAM')
  reset()
  point(head, 'list_head.prev', one)
  t.same(read(), [one, two], 'what was added since the head was read is no harm')
})

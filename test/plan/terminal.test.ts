import t from 'tap'
import { terminalsOf } from '../../src/plan/terminal.ts'
import { labOf } from '../prove/lab-of.ts'

const terminals = (steps: string) => Object.fromEntries(terminalsOf(labOf(steps)))

t.test('a shell that is typed into holds its terminal; others go on in another one', async t => {
  t.same(
    terminals(`
  - {id: before, text: a, run: "true"}
  - {id: box, text: a, as: box, run: cd / && bash}
  - {id: inside, text: a, in: {shell: box}, run: "true"}
  - {id: outside, text: a, run: "true"}
  - {id: second, text: a, as: other, run: bash}
  - {id: other, text: a, in: {shell: other}, run: "true"}
  - {id: again, text: a, in: {shell: box}, run: "true"}
  - {id: third, text: a, run: "true"}
`),
    { before: 1, box: 1, inside: 1, outside: 2, second: 2, other: 2, again: 1, third: 3 },
  )
})

t.test('a shell that nobody types into holds one as well, since it reads what is typed', async t => {
  const [held, free] = [2, 1]
  for (const [run, after] of [
    ['bash', held],
    ['sudo unshare --fork --pid --root=/srv/root /bin/sh', held],
    ["sudo unshare --mount sh -c 'mount -t tmpfs none /mnt; exec bash --norc'", held],
    ['busybox sh', held],
    ['toybox sh', held],
    ['sudo unshare --net', held],
    ['sudo -i', held],
    ['su - bob', held],
    ['bash --rcfile /etc/rc', held],
    ['bash -O extglob', held],
    ['bash -s one', held],
    ['bash --version', free],
    ['sudo chroot /srv busybox ash', held],
    ["bash -c 'sleep 1000 & wait'", free],
    ['sh /srv/script', free],
    ['busybox sleep 1000', free],
    ["sudo unshare sh -c 'sleep 1000'", free],
  ] as const)
    t.equal(
      terminals(`
  - {id: box, text: a, as: box, run: ${JSON.stringify(run)}}
  - {id: after, text: a, run: "true"}
`).after,
      after,
      run,
    )
})

t.test('a shell that was told to exit holds its terminal no more', async t => {
  const afterwards = (run: string) =>
    terminals(`
  - {id: box, text: a, as: box, run: bash}
  - {id: end, text: a, in: {shell: box}, run: ${JSON.stringify(run)}}
  - {id: after, text: a, run: "true"}
`).after
  for (const run of ['exit', 'echo bye\nexit 3', 'sync; exit']) t.equal(afterwards(run), 1, run)
  for (const run of ['echo exit', 'true', '(exit)']) t.equal(afterwards(run), 2, run)
})

t.test('a process in the background holds none', async t => {
  t.same(
    terminals(`
  - {id: nap, text: a, as: nap, run: sleep 1000}
  - {id: after, text: a, run: "true"}
`),
    { nap: 1, after: 1 },
  )
})

t.test('a step may name its terminal, and a shell goes on there', async t => {
  t.same(
    terminals(`
  - {id: box, text: a, as: box, terminal: 3, run: bash}
  - {id: inside, text: a, in: {shell: box}, run: "true"}
  - {id: outside, text: a, run: "true"}
  - {id: named, text: a, terminal: 2, run: "true"}
`),
    { box: 3, inside: 3, outside: 1, named: 2 },
  )
})

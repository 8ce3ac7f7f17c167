import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { keys } from '../screen/at-terminal.ts'
import { courseLab, labAfter, learnAt, literally, placeOf, progressOf, prompt } from './learn-at.ts'

t.setTimeout(300_000)
await useOwnCache(t)

t.test('words in the shell and keys on the task, from the first hint to the next lab', async t => {
  const state = t.testdir()
  const lab = courseLab('namespace/pid')
  const next = labAfter(lab.id)
  const at = await learnAt(t, [lab.id, '--seed', 'monday'], state)
  await at.until(prompt)
  const saved = () => progressOf(state, lab.id)

  await at.command('lab hint')
  t.match(at.text(), lab.steps[0]?.hints[0]?.slice(0, 60))
  at.press(keys.chord)
  await at.until(/Hint 1 ps\(1\) lists/)
  at.press('h')
  await at.until(/Hint 2 Each process is a line/)
  at.press('h')
  await at.until(/there are no more hints/)
  at.press(keys.escape)
  await at.until(prompt)
  await at.doStep(lab, 0)
  t.equal(saved().steps.outside?.hints, 2)

  await at.command('mkdir /sys/fs/cgroup/mine')
  await at.command('lab changed')
  t.match(at.text(), /lab changed\n\+ cgroup \S*mine.*\nunboxed:\S*#$/)
  await at.command('')
  await at.command('lab changed')
  t.match(at.text(), /#\n.*lab changed\n\+ cgroup \S*mine.*\nunboxed:\S*#$/, 'an empty line changes nothing')
  t.notMatch(at.text(), 'unshare --fork', 'nobody has asked for the solution')
  await at.command('lab solution')
  t.match(at.text(), 'sudo unshare --fork --pid --mount-proc bash')
  const list = await shown('lab list')
  t.match(list, /→ process\/proc [^→]*? next/)
  t.match(list, /· namespace\/pid [^→]*? 1 of 4 /)
  t.notMatch(list, 'x1b')
  t.match(list, 'container/by-hand')

  at.type('lab skip yes')
  await at.until(/step 2 of 4 is skipped\n→ In that shell/)
  t.match(at.history(), /unboxed:\S*# sudo unshare --fork --pid --mount-proc bash\n/, 'typed visibly')
  t.notMatch(at.history(), 'step again')
  t.match(saved().steps.box, { skipped: true, solution: true })
  await at.until(prompt)

  const [, box] = /box is (\d+)/.exec(await shown('lab back')) ?? []
  await at.command('lab mark box 1')
  t.match(at.text(), /no process of yours has the PID 1\n/)
  await at.command(`lab mark box ${box}`)
  t.ok(Number(box) > 1)
  t.notMatch(at.text(), `no process of yours has the PID ${box}`)
  await at.command('lab mark whale 1')
  t.match(at.text(), 'usage: lab mark box PID')
  await at.command('lab answer 1')
  t.match(at.text(), 'no step that is done asks a question')
  await at.command('lab hnt')
  t.match(at.text(), /no word hnt; did you mean lab hint\?/)
  await at.command('lab next')
  t.match(at.text(), /Step 3 of 4\n/)
  await at.command('lab back')
  t.match(at.text(), /Step 2 of 4.*skipped/)
  await at.command('lab back')
  t.match(at.text(), /Step 1 of 4.*done/, 'from the step that is shown')
  await at.command('true')
  await at.command('lab back')
  t.match(at.text(), /Step 2 of 4.*skipped/, 'from the open step, after another command')

  await at.command('lab reset')
  t.match(at.text(), 'Discard this machine and go on in a fresh one? If so: lab reset yes')
  const before = at.history().length
  at.type('lab reset yes')
  await at.untilSo('a fresh machine', () =>
    /typed 3 lines, which did 2 steps again/.test(at.history().slice(before)),
  )
  t.match(
    at.history().slice(before),
    new RegExp(
      `\\n${literally(placeOf(lab.id))}.*\\nYou have done 2 of 4 steps[^]*ps ax --no-headers [|] wc -l[^]*sudo unshare --fork`,
    ),
  )
  t.match(saved(), { freshStarts: 1, steps: { box: { skipped: true } } })

  for (const index of [2, 3]) await at.doStep(lab, index)
  at.press(keys.chord)
  await at.until(new RegExp(`Every step is done. The next lab is ${next}`))
  at.press('x')
  await at.until(/Discard this machine and go on in a fresh one\? y\/n/)
  at.press('n')
  await at.until(/\? help$/)
  const [, pid] = /box is (\d+)/.exec(at.text()) ?? []
  at.press(`a${pid}\r`)
  await at.until(/your answer {2}\d+\n +right/)
  at.press('n')
  await at.until(new RegExp(`${literally(placeOf(next))}[^]*${prompt.source}`))
  t.match(saved(), { doneAt: String, freshStarts: 1, steps: { 'who-am-i': { answer: { isRight: true } } } })
  at.type('lab quit')
  t.equal(await at.ended, 0)

  async function shown(line: string): Promise<string> {
    const from = at.history().length
    await at.command(line)
    return at.history().slice(from)
  }
})

t.test('x on the task: y gives a fresh machine, also when the lab is done', async t => {
  const state = t.testdir()
  const lab = courseLab('namespace/uts')
  const at = await learnAt(t, [lab.id, '--seed', 'monday'], state)
  await at.until(prompt)
  await at.doStep(lab, 0)
  at.press(`${keys.chord}x`)
  await at.until(/Discard this machine.*y\/n/)
  at.press('y')
  await at.until(/typed 1 line, which did 1 step again/)
  await at.until(prompt)
  for (const index of [1, 2]) await at.doStep(lab, index)
  at.type('lab reset yes')
  const again = `lab reset yes\\n[^]*${literally(placeOf(lab.id))}[^]*which did 3 steps again`
  await at.until(new RegExp(again))
  t.match(progressOf(state, lab.id), { freshStarts: 2, doneAt: String })
  at.press(`${keys.chord}q`)
  t.equal(await at.ended, 0)
})

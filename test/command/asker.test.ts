import { PassThrough } from 'node:stream'
import t from 'tap'
import { asker } from '../../src/command/asker.ts'
import type { World } from '../../src/command/world.ts'

/** Asks somebody who has typed `before`, and types `lines` once the question is there; then the input ends. */
async function ask(before: string, ...lines: string[]) {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()]
  let shown = ''
  const rest = [...lines]
  stderr.on('data', chunk => {
    shown += chunk
    if (!String(chunk).includes('[Y/n]')) return
    const line = rest.shift()
    if (line === undefined) stdin.end()
    else stdin.write(`${line}\n`)
  })
  stdin.write(before)
  const world = { stdin, stderr, signal: new AbortController().signal } as unknown as World
  return { isOn: await asker(world)('Go on?'), shown, left: rest.length }
}

t.test('y, yes and an empty line are a yes, n and no are a no', async t => {
  for (const line of ['y', 'YES', '', ' y ']) t.equal((await ask('', line)).isOn, true, line)
  for (const line of ['n', 'No']) t.equal((await ask('', line)).isOn, false, line)
})

t.test('what was typed for a shell that has just ended decides nothing', async t => {
  const { isOn, shown } = await ask('ip link add x\nn\n', 'sysctl -w net.ipv4.ip_forward=1', 'nsenter', 'y')
  t.equal(isOn, true)
  t.equal(shown.match(/Please answer y or n\. Go on\? \[Y\/n\]/g)?.length, 2)
})

t.test('the end of the input is a no, whenever it comes', async t => {
  t.equal((await ask('')).isOn, false)
  const world = (stdin: PassThrough) =>
    ({ stdin, stderr: new PassThrough(), signal: new AbortController().signal }) as unknown as World
  const ended = new PassThrough()
  ended.end()
  t.equal(await asker(world(ended))('Go on?'), false, 'before the question')
  const ending = new PassThrough()
  setTimeout(() => ending.end('x\n'), 400)
  t.equal(await asker(world(ending))('Go on?'), false, 'with something else before it')
})

#!/usr/bin/env node
// The benchmark: ratios measured in one run, since absolute times differ between machines and from hour to hour.
import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $, glob } from 'zx'
import { flood, idle, toChanges, toDone, toPrompt } from './bench/learn.mjs'
import { load } from './load.mjs'

const { prepareVm, openVm, startQemu, qemuArguments, templateFiles, connect, nodeRuntime } = await load(
  'src/machine/vm/prepare.ts',
  'src/machine/vm/vm.ts',
  'src/machine/vm/start-qemu.ts',
  'src/machine/vm/qemu.ts',
  'src/machine/vm/paths.ts',
  'src/protocol/client.ts',
  'src/runtime/node.ts',
)

const settings = {
  env: process.env,
  recipe: 'scripts/image',
  agent: 'dist/agent.cjs',
  progress: () => undefined,
  jobs: 1,
}
console.log('medians, in milliseconds\n')

// Measurements without a VM come first: a rented CPU is often throttled once it was busy for a minute.
const help = await repeated(9, () => timed(() => $`node dist/cli.js --help`.quiet()))
const node = await repeated(9, () => timed(() => $`node -e 0`.quiet()))
const [validate, yaml] = await validateAgainstYaml()
row('unboxed --help', help)
row('node, doing nothing', node)
ratio('--help / node', help / node)
row('validate 500 lab files', validate, 'under 2000')
row('yaml reading the same, no more', yaml)
ratio('validate / yaml', validate / yaml)

const prepared = await prepareVm(settings)
const vm = await openVm(settings)
console.log(`${vm.description}\n`)

const cold = await repeated(3, coldBoot)
const restored = await repeated(9, restore)
row('cold boot to the first answer', cold)
row('restored to the first answer', restored)
ratio('cold boot / restored', cold / restored, 'at least 15')

const { step, plain, paired } = await stepAgainstShell()
row('a lab step: sudo unshare … ps aux', step)
row('the same line in a plain sh', plain)
ratio('step / plain sh, in pairs', paired, 'at most 1.3')

row('one small lab, to its verdict', await repeated(5, runSmall), 'under 2500')
const labs = (await glob('labs/*/*.yaml')).length
const course = await timed(() => $`node dist/cli.js run`.quiet())
row(`unboxed run of all ${labs} labs`, course, 'under 90000')
row('… for each of them', course / labs, 'under 1500')

await vm.close()

row('unboxed learn, to its first prompt', await repeated(5, toPrompt), 'under 1000')
row('the end of a command, to ✓', await repeated(5, toDone), 'under 500')
row('lab changed, to its answer', await repeated(5, toChanges))
const [learn, shell] = [await repeated(3, () => flood('learn')), await repeated(3, () => flood('shell'))]
row('200,000 lines, in learn', learn)
row('the same in shell', shell)
ratio('learn / shell', learn / shell)
console.log(
  `${'an idle attempt, of one core'.padEnd(34)} ${(await idle()).toFixed(1).padStart(7)} % (under 5)`,
)

/** A cold boot of the guest, until its agent is ready. */
async function coldBoot() {
  const folder = await mkdtemp(join(tmpdir(), 'unboxed-bench-'))
  const template = templateFiles(folder)
  await copyFile(prepared.template.agent, template.agent)
  const { image, profile } = prepared
  const guest = {
    image,
    template,
    profile,
    as: 'template',
    generation: randomUUID(),
    console: template.console,
  }
  const began = performance.now()
  const qemu = startQemu(qemuArguments(guest))
  const client = connect(qemu.agent, nodeRuntime)
  await client.call('hello', {})
  const ms = performance.now() - began
  qemu.kill()
  await qemu.ended
  await rm(folder, { recursive: true })
  return ms
}

async function restore() {
  const began = performance.now()
  const connection = await vm.open()
  const client = connect(connection.channel, nodeRuntime)
  await client.call('hello', {})
  const ms = performance.now() - began
  await connection.close()
  return ms
}

/** The same lines, as steps of a lab and in a shell that already runs, alternating in one VM. */
async function stepAgainstShell() {
  const lines = 'sudo unshare --fork --pid --mount-proc ps aux'
  const connection = await vm.open()
  const client = connect(connection.channel, nodeRuntime)
  await client.call('hello', {})
  await client.call('make-directory', { path: '/sys/fs/cgroup/bench' })
  const begin = async (key, argv, stdin, hear) => {
    client.listen(key, hear)
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
    await client.call('start', {
      key,
      argv,
      env,
      cwd: '/',
      stdin,
      keep: 65536,
      cgroup: '/sys/fs/cgroup/bench',
    })
  }
  let shellSays = () => undefined
  await begin('plain', ['sh'], 'open', event => event.text?.includes('done') && shellSays())
  const asStep = () =>
    timed(
      () =>
        new Promise(resolve =>
          begin(randomUUID(), ['sh', '-c', lines], 'none', event => event.event === 'exit' && resolve()),
        ),
    )
  const inShell = () =>
    timed(() => {
      const said = new Promise(resolve => {
        shellSays = resolve
      })
      return client.call('type', { key: 'plain', text: `sh -c '${lines}'\necho done\n` }).then(() => said)
    })
  const times = { step: [], plain: [] }
  await asStep()
  await inShell()
  for (let turn = 0; turn < 25; turn++) {
    times.step.push(await asStep())
    times.plain.push(await inShell())
  }
  await connection.close()
  const pairs = times.step.map((step, turn) => step / times.plain[turn])
  return { step: median(times.step), plain: median(times.plain), paired: median(pairs) }
}

/** Five hundred copies of the course's labs: `validate`, and a program that only parses them. */
async function validateAgainstYaml() {
  const folder = await mkdtemp(join(tmpdir(), 'unboxed-bench-'))
  const labs = (await glob('labs/*/*.yaml')).sort()
  const copies = Array.from({ length: 500 }, (_, index) => [labs[index % labs.length], `lab-${index}.yaml`])
  await Promise.all(copies.map(([lab, name]) => copyFile(lab, join(folder, name))))
  const parse = `import { readdirSync, readFileSync } from 'node:fs'
    import { parseDocument } from 'yaml'
    for (const name of readdirSync('${folder}')) parseDocument(readFileSync('${folder}/' + name, 'utf8'))`
  const times = { validate: [], yaml: [] }
  for (let turn = 0; turn < 3; turn++) {
    times.validate.push(await timed(() => $`node dist/cli.js validate ${folder}`.quiet()))
    times.yaml.push(await timed(() => $`node --input-type=module -e ${parse}`.quiet()))
  }
  await rm(folder, { recursive: true })
  return [median(times.validate), median(times.yaml)]
}

/** The smallest possible lab: from the command to the first check in its output. */
async function runSmall() {
  const folder = await mkdtemp(join(tmpdir(), 'unboxed-bench-'))
  const file = join(folder, 'small.yaml')
  const step = 'id: box, text: A process., as: box, in: {namespaces: [pid, mount]}, run: sleep 1000'
  const check = 'process: box, pid: {inside: 1}, namespaces: {pid: own, mnt: own, net: shared}'
  await writeFile(file, `title: Small\nabout: Small.\nsteps: [{${step}, expect: [{${check}}]}]\n`)
  const began = performance.now()
  const running = $`node dist/cli.js run ${file} --reporter jsonl`.quiet()
  const judged = new Promise(resolve => {
    running.stdout.on('data', text => {
      if (String(text).includes('"type":"verdict"')) resolve(performance.now() - began)
    })
  })
  await running
  await rm(folder, { recursive: true })
  return judged
}

async function timed(work) {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function repeated(count, measure) {
  const times = []
  for (let turn = 0; turn < count; turn++) times.push(await measure())
  return median(times)
}

function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]
}

function row(name, ms, wanted = '') {
  console.log(`${name.padEnd(34)} ${ms.toFixed(0).padStart(7)}${wanted ? `   (${wanted})` : ''}`)
}

function ratio(name, times, wanted = '') {
  console.log(
    `${`  ${name}`.padEnd(34)} ${`${times.toFixed(2)}×`.padStart(8)}${wanted ? `  (${wanted})` : ''}\n`,
  )
}

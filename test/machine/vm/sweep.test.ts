import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ownedName } from '../../../src/cache/owner.ts'
import { vmPaths } from '../../../src/machine/vm/paths.ts'
import { sweep } from '../../../src/machine/vm/sweep.ts'

t.test('nothing there, nothing swept', async t => {
  t.same(await sweep(vmPaths({ HOME: join(t.testdir(), 'none') })), { folders: [], processes: [] })
})

t.test('what dead owners left goes, with the QEMU that runs in it; what the living have stays', async t => {
  const paths = vmPaths({ XDG_CACHE_HOME: t.testdir() })
  const dead = await deadOwner()
  const [mine, theirs, building] = [
    join(paths.run, ownedName()),
    join(paths.run, dead),
    join(paths.image, dead),
  ]
  for (const folder of [mine, theirs, building]) await mkdir(folder, { recursive: true })
  await writeFile(join(theirs, 'console.log'), '')
  await mkdir(join(paths.template, '0123456789abcdef0123456789abcdef'), { recursive: true })

  const [ours, orphan, bystander] = [likeQemu(mine), likeQemu(theirs), likeQemu(theirs, 'less')]
  const ended = once(orphan, 'exit')
  await Promise.all([ours, orphan, bystander].map(child => once(child.stdout, 'data')))
  const swept = await sweep(paths)

  t.same(swept.folders.toSorted(), [building, theirs])
  t.same(swept.processes, [orphan.pid])
  t.same((await ended)[1], 'SIGKILL')
  t.same(await readdir(paths.run), [mine.split('/').pop()])
  t.same(await readdir(paths.template), ['0123456789abcdef0123456789abcdef'])
  t.equal(ours.exitCode ?? ours.signalCode, null, 'the QEMU of a living owner runs on')
  t.equal(bystander.exitCode ?? bystander.signalCode, null, 'who merely names the folder is no QEMU')
  for (const child of [ours, bystander]) child.kill('SIGKILL')
})

async function deadOwner(): Promise<string> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  const name = ownedName(child.pid as number)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return name
}

function likeQemu(folder: string, argv0 = 'qemu-system-x86_64') {
  const program = 'console.log("up"); setTimeout(() => {}, 60_000)'
  const args = ['-e', program, `file,path=${folder}/console.log`]
  return spawn(process.execPath, args, { argv0, stdio: ['ignore', 'pipe', 'inherit'] })
}

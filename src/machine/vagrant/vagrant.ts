import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { digest } from '../../cache/digest.ts'
import { cacheRoot } from '../../cache/root.ts'
import { commandLine } from '../../plan/shell-syntax.ts'
import type { Problem } from '../../problem.ts'
import { acceleratorProfiles } from '../accelerator-profile.ts'
import { agentCommand, agentPath, busy, stateFolder } from '../agent-command.ts'
import { type AgentEnd, openAgent } from '../agent-process.ts'
import type { Connection, Machine } from '../machine.ts'
import { openConnections } from '../open-connections.ts'
import { guestScript, readGuest, toldAll, type VagrantGuest } from './guest.ts'
import { problem } from './problem.ts'
import { deleteSnapshot, restoreSnapshot } from './snapshot.ts'
import { cachedSshConfig, renewedSshConfig, type SshConfig } from './ssh-config.ts'
import { type NoSshConnection, openSshConnection, type SshConnection } from './ssh-connection.ts'
import { vagrantState } from './state.ts'
import { type VagrantWorld, vagrant } from './vagrant-command.ts'

export interface VagrantSettings extends VagrantWorld {
  /** The bundle of the agent: dist/agent.cjs. */
  readonly agent: string
  /** The script that puts it apart: scripts/image/apart. */
  readonly apart: string
  readonly platform: NodeJS.Platform
  /** Bring it up without asking. */
  readonly up: boolean
  /** Restore a snapshot before each lab. */
  readonly fresh: boolean
  /** Asks a person; absent where there is none. */
  readonly confirm?: (question: string) => Promise<boolean>
}

/**
 * Opens the VM of a Vagrantfile as a machine, for one lab at a time. The output of `vagrant ssh-config` is kept, since Vagrant takes
 * seconds to print anything; when the VM doesn't answer, Vagrant is asked, and brings it up if the user wants that. One SSH
 * connection serves a whole run: it examines the VM, copies the agent into it when that one is missing, and starts an agent for
 * each lab. After a restart of the VM the next lab connects again.
 */
export async function openVagrant(settings: VagrantSettings): Promise<Machine> {
  const { env, agent, platform } = settings
  const bundle = await readFile(agent)
  const apart = await readFile(settings.apart, 'utf8')
  const remoteAgent = agentPath(bundle)
  const whose = digest([env.VAGRANT_CWD ?? settings.folder, env.VAGRANT_DOTFILE_PATH ?? '']).slice(0, 8)
  const folder = join(cacheRoot(env), 'vagrant', whose)
  const configFile = join(folder, 'ssh-config')
  const script = guestScript(remoteAgent)
  const connect = (config: SshConfig, timeout = patience) =>
    openSshConnection(script, toldAll, { config, socket: join(folder, 'ssh'), env, platform, timeout })

  let ssh = await connected()
  let guest = readGuest(ssh.told)
  let saved = false
  const connections = openConnections()

  /** Tries the kept configuration first, which is quick, then asks Vagrant. Forgets what it knew of a destroyed machine. */
  async function connected(): Promise<SshConnection> {
    const known = await cachedSshConfig(configFile)
    const first = known && (await connect(known))
    if (first && isConnected(first)) return first
    const state = await vagrantState(settings)
    if (state === 'not_created') await rm(folder, { recursive: true, force: true })
    if (state !== 'running') await bringUp(state, settings)
    const config = await renewedSshConfig(configFile, settings)
    const second = config && (await connect(config))
    if (second && isConnected(second)) return second
    throw problem('unreachable', { said: second?.said ?? '' })
  }

  async function reconnect(): Promise<void> {
    await ssh.close()
    ssh = await connected()
    guest = readGuest(ssh.told)
  }

  async function isGone(): Promise<boolean> {
    return Promise.race([ssh.gone.then(() => true), sleep(0).then(() => false)])
  }

  async function startAgent(): Promise<Connection> {
    if (!guest.shipped) await ship()
    const command = agentCommand({
      node: 'node',
      apart,
      agent: remoteAgent,
      state: stateFolder,
      systemd: guest.systemd,
    })
    return openAgent(ssh.command(`sudo -n ${commandLine(command)}`), env, whyLost(ssh, guest))
  }

  async function ship(): Promise<void> {
    const making = `${remoteAgent}.new`
    const { failed, said } = await ssh.run(
      `sudo -n sh -c 'mkdir -p ${stateFolder} && cat > ${making} && mv ${making} ${remoteAgent}'`,
      bundle,
    )
    if (failed) throw problem('not-shipped', { said })
    guest = { ...guest, shipped: true }
  }

  /** Finds out whether only the agent has ended or the connection, too; then it looks for the machine once more. */
  function whyLost(ssh: SshConnection, { boot }: VagrantGuest) {
    return async (end: AgentEnd): Promise<Problem> => {
      if (end.code === busy) return problem('in-use', undefined)
      if (/^sudo: /m.test(end.said)) return problem('no-root', end)
      const said = await Promise.race([
        ssh.gone,
        sleep(end.code === 0 ? goingDown : 2_000).then(() => undefined),
      ])
      if (said === undefined) return problem('agent-lost', end)
      const config = await cachedSshConfig(configFile)
      const found = config && (await connect(config, 5_000))
      if (!found || !isConnected(found)) {
        const state = await vagrantState(settings).catch(() => 'not to be found')
        return problem('connection-lost', { state, said: end.said || said })
      }
      await found.close()
      return readGuest(found.told).boot === boot
        ? problem('connection-lost', { state: 'running', said: end.said || said })
        : problem('rebooted', undefined)
    }
  }

  const { title, slowness } = acceleratorProfiles[guest.emulated ? 'tcg' : 'kvm']
  return {
    name: 'vagrant',
    description: `Vagrant VM, ${guest.emulated ? title : guest.processor}`,
    jobs: 1,
    slowness,
    restored: settings.fresh,
    disposable: false,
    async open() {
      if (settings.fresh) {
        await ssh.close()
        await restoreSnapshot(settings)
        saved = true
        await reconnect()
      } else if (await isGone()) await reconnect()
      return connections.add(startAgent())
    },
    async close() {
      await connections.closeAll()
      await ssh.close()
      if (saved) await deleteSnapshot(settings)
    },
  }
}

/** Milliseconds for the connection to end after the agent ended by itself: a machine that shuts down ends the agent first. */
const goingDown = 30_000

/** Milliseconds for reaching the machine; a busy emulated one is slow to answer. */
const patience = 20_000

const isConnected = (found: SshConnection | NoSshConnection): found is SshConnection => 'gone' in found

async function bringUp(state: string, settings: VagrantSettings): Promise<void> {
  const what = state === 'not_created' ? 'not created yet' : `not running (${state})`
  const wanted =
    settings.up || (await settings.confirm?.(`The Vagrant VM is ${what}. Bring it up with \`vagrant up\`?`))
  if (!wanted) throw problem('not-up', { state })
  await vagrant(['up'], settings, 'vagrant up')
}

import { execa } from 'execa'
import type { AcceleratorProfile } from '../accelerator-profile.ts'
import type { ImageFiles, TemplateFiles } from './paths.ts'
import { problem } from './problem.ts'

/** File descriptors that QEMU inherits: one end of a socket pair each, so that no socket has a name in a file system. */
export const agentDescriptor = 3
export const qmpDescriptor = 4
/** The saved state of the devices, open for reading, while a clone is restored. */
export const devicesDescriptor = 5

/** The virtio-serial port that the agent opens in the guest. */
const agentPort = 'org.unboxed.agent'

/** 1 GiB: labs fill half of it, and a clone shares with the template what it doesn't write. */
const memorySize = '1G'

/**
 * Mitigations protect from neighbours, of which a throw-away guest has none. Page tables of five levels serve terabytes of RAM, and their
 * addresses would be too long for whoever reads the guest's memory (outside/address.ts). The others skip work whose result no lab needs.
 */
const kernelArguments = [
  'console=ttyS0 quiet panic=-1 mitigations=off no5lvl init_on_alloc=0 audit=0',
  // Root in the guest can't change the kernel: kernel_lockdown(7). What the host reads in its memory rests on that.
  'module.sig_enforce=1 lockdown=integrity lsm=lockdown,capability,yama',
].join(' ')

/** One virtual machine, described for QEMU's command line. */
export interface Guest {
  readonly image: Pick<ImageFiles, 'disk' | 'kernel' | 'initramfs'>
  readonly template: Pick<TemplateFiles, 'memory' | 'agent'>
  readonly profile: Pick<AcceleratorProfile, 'arguments' | 'cpu' | 'kernel'>
  /** `template` writes the memory file; `clone` maps it copy-on-write and waits for the devices' state. */
  readonly as: 'template' | 'clone'
  /** A UUID: when it changes, the guest's kernel reseeds its random number generator at once (vmgenid). */
  readonly generation: string
  /**
   * Where the end of its console is saved when it is wanted. It also is the name of the guest: the command line of a QEMU has to tell
   * which folder it belongs to (sweep.ts).
   */
  readonly console: string
}

/** Template and clones differ only in memory sharing, `-incoming` and the generation; otherwise the saved state could not be restored. */
export function qemuArguments({ image, template, profile, as, generation, console }: Guest): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-nic', 'none'],
    ...['-M', 'q35,memory-backend=memory,vmport=off,usb=off,smbus=off,sata=off', '-m', memorySize],
    ...['-object', memoryBackend(template.memory, as === 'template')],
    ...[...profile.arguments, '-cpu', profile.cpu, '-smp', '1'],
    ...[
      '-kernel',
      image.kernel,
      '-initrd',
      image.initramfs,
      '-append',
      `${kernelArguments} ${profile.kernel}`.trim(),
    ],
    ...readOnlyDisk('root', image.disk),
    ...readOnlyDisk('agent', template.agent),
    ...['-device', 'virtio-serial-pci', '-chardev', `socket,id=agent,fd=${agentDescriptor}`],
    ...['-device', `virtserialport,chardev=agent,name=${agentPort}`],
    ...['-chardev', `socket,id=qmp,fd=${qmpDescriptor}`, '-mon', 'chardev=qmp,mode=control'],
    ...['-name', `guest=${quoted(console)}`],
    // To standard output, where the runner takes it: a file would grow for as long as the guest writes.
    ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
    ...['-device', `vmgenid,guid=${generation}`],
    ...(as === 'clone' ? ['-incoming', 'defer'] : []),
  ]
}

/** A guest that writes a marker on its console once its kernel runs, and powers off. */
export function probeArguments(
  image: Pick<ImageFiles, 'kernel' | 'initramfs'>,
  profile: Pick<AcceleratorProfile, 'arguments' | 'cpu' | 'kernel'>,
): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-nic', 'none'],
    ...['-M', 'q35', '-m', '256M', ...profile.arguments, '-cpu', profile.cpu],
    ...['-kernel', image.kernel, '-initrd', image.initramfs, '-append', `${kernelArguments} unboxed.probe`],
    ...['-serial', 'stdio'],
  ]
}

/** The marker that the guest of a probe writes on its console. */
export const probeMarker = 'unboxed: the kernel runs'

function memoryBackend(path: string, shared: boolean): string {
  return `memory-backend-file,id=memory,size=${memorySize},mem-path=${quoted(path)},share=${shared ? 'on' : 'off'}`
}

function readOnlyDisk(id: string, path: string): string[] {
  const drive = `if=none,id=${id},format=raw,readonly=on,file=${quoted(path)}`
  return ['-drive', drive, '-device', `virtio-blk-pci,drive=${id}`]
}

/** QEMU's option lists escape a comma by doubling it. */
function quoted(path: string): string {
  return path.replaceAll(',', ',,')
}

/** Asks QEMU for its version: `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`. */
export async function qemuVersion(): Promise<string> {
  const { stdout } = await execa('qemu-system-x86_64', ['--version'])
  const version = /version (.+)/.exec(stdout)?.[1]
  if (version) return version.trim()
  throw problem('qemu-failed', { doing: 'printing its version', said: stdout.slice(0, 200) })
}

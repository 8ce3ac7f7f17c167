import { join } from 'node:path'
import { cacheRoot, type Environment } from '../../cache/root.ts'

/** Where everything of the virtual machine is kept in the cache. */
export interface VmPaths {
  /** A folder for each image, named for the digest of its recipe. */
  readonly image: string
  /** A folder for each template, named for the digest of all it depends on. */
  readonly template: string
  /** A folder for each running virtual machine, named for its owner (cache/owner.ts). */
  readonly run: string
  /** Who uses which image and template (cache/use.ts). */
  readonly users: string
  /** A file for each judgement whether KVM works here. */
  readonly accelerator: string
  /** Consoles of virtual machines that died. */
  readonly lost: string
}

/** Names the folders of the virtual machine in the cache of this environment. */
export function vmPaths(env: Environment): VmPaths {
  const below = (name: string) => join(cacheRoot(env), name)
  return {
    image: below('image'),
    template: below('template'),
    run: below('run'),
    users: below('users'),
    accelerator: below('accelerator'),
    lost: below('lost'),
  }
}

/** What an image consists of. */
export interface ImageFiles {
  readonly folder: string
  readonly disk: string
  readonly kernel: string
  readonly initramfs: string
  /** Written last: an image without it is not there. */
  readonly record: string
}

/** Names the files of an image in its folder. */
export function imageFiles(folder: string): ImageFiles {
  return {
    folder,
    disk: join(folder, 'root.ext4'),
    kernel: join(folder, 'vmlinuz'),
    initramfs: join(folder, 'initrd'),
    record: join(folder, 'image.json'),
  }
}

/** What a template consists of. */
export interface TemplateFiles {
  readonly folder: string
  /** The guest's memory as it was; clones map it copy-on-write. */
  readonly memory: string
  /** The state of its devices, as QEMU migrates it. */
  readonly devices: string
  /** The disk that carries the agent. */
  readonly agent: string
  /** Where the structures of its kernel are in its memory (outside/kernel-map.ts). */
  readonly kernelMap: string
  /** The console of the boot it was made from. */
  readonly console: string
  /** Written last: the sizes of the others. */
  readonly record: string
}

/** Names the files of a template in its folder. */
export function templateFiles(folder: string): TemplateFiles {
  return {
    folder,
    memory: join(folder, 'memory'),
    devices: join(folder, 'devices'),
    agent: join(folder, 'agent'),
    kernelMap: join(folder, 'kernel-map.json'),
    console: join(folder, 'console.log'),
    record: join(folder, 'template.json'),
  }
}

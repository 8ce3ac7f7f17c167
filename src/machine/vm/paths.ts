import { isAbsolute, join } from 'node:path'
import { problem } from './problem.ts'

/** The environment variables of whoever runs us. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where everything of the virtual machine is kept; all of it may be deleted while nothing runs. */
export interface VmPaths {
  readonly root: string
  /** A folder an image, named for the digest of what it is made from. */
  readonly image: string
  /** A folder a template, named for the digest of all it depends on. */
  readonly template: string
  /** A folder a running virtual machine, named for its owner (owner.ts). */
  readonly run: string
  /** A file a judgement whether KVM works here. */
  readonly accelerator: string
  /** Consoles of virtual machines that died. */
  readonly lost: string
}

/** The cache folder of the XDG base directory specification: `$XDG_CACHE_HOME`, where it is absolute, or `~/.cache`. */
export function vmPaths(env: Environment): VmPaths {
  const root = join(cacheHome(env), 'unboxed')
  const below = (name: string) => join(root, name)
  return {
    root,
    image: below('image'),
    template: below('template'),
    run: below('run'),
    accelerator: below('accelerator'),
    lost: below('lost'),
  }
}

function cacheHome({ XDG_CACHE_HOME, HOME }: Environment): string {
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME
  if (HOME && isAbsolute(HOME)) return join(HOME, '.cache')
  throw problem('no-cache-folder', undefined)
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
  /** The console of the boot it was made from. */
  readonly console: string
}

/** Names the files of a template in its folder. */
export function templateFiles(folder: string): TemplateFiles {
  return {
    folder,
    memory: join(folder, 'memory'),
    devices: join(folder, 'devices'),
    agent: join(folder, 'agent'),
    console: join(folder, 'console.log'),
  }
}

import { existsSync, readFileSync } from 'node:fs'

/** Names the kind of this machine for the message: being virtual does not mean that it may be broken. */
export function kindOfMachine(root: string): string {
  const container = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].some(path =>
    existsSync(`${root}${path}`),
  )
  if (container) return 'a container'
  const told = ['sys_vendor', 'product_name', 'bios_vendor'].map(name =>
    wordsOf(root, `/sys/class/dmi/id/${name}`),
  )
  const vendor = vendors.find(([words]) => told.some(text => text.includes(words)))?.[1]
  if (vendor) return `a virtual machine by ${vendor}`
  const virtual = / hypervisor( |$)/m.test(wordsOf(root, '/proc/cpuinfo'))
  return virtual ? 'a virtual machine' : 'not a virtual machine, as far as it tells'
}

/** Vendors, by the words that their firmware reports. */
const vendors = [
  ['QEMU', 'QEMU'],
  ['KVM', 'KVM'],
  ['VirtualBox', 'VirtualBox'],
  ['VMware', 'VMware'],
  ['Parallels', 'Parallels'],
  ['Microsoft Corporation', 'Hyper-V'],
  ['Xen', 'Xen'],
  ['Amazon EC2', 'Amazon EC2'],
  ['Google', 'Google Compute Engine'],
] as const

function wordsOf(root: string, path: string): string {
  return existsSync(`${root}${path}`) ? readFileSync(`${root}${path}`, 'utf8') : ''
}

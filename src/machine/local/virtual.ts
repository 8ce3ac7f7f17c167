import { existsSync, readFileSync } from 'node:fs'

/** What kind of machine this is, for the message: nobody throws away what only looks virtual. */
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

/** What firmware says of itself. */
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

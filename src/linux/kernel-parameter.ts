/**
 * The kernel parameters that labs and tutorials set most, as files below /proc/sys; sysctl(8). There are hundreds, and each takes about a
 * millisecond on an emulated processor, since the kernel keeps no directory entries of them.
 */
export const kernelParameters = {
  /** Each network namespace has its own. */
  network: [
    'net/ipv4/ip_forward',
    'net/ipv4/ip_unprivileged_port_start',
    'net/ipv4/conf/all/rp_filter',
    'net/ipv6/conf/all/forwarding',
  ],
  machine: [
    'kernel/core_pattern',
    'kernel/pid_max',
    'kernel/yama/ptrace_scope',
    'user/max_user_namespaces',
    'vm/overcommit_memory',
    'vm/swappiness',
  ],
} as const

/** A parameter as sysctl(8) names it. */
export const parameterName = (path: string): string => path.replaceAll('/', '.')

/** State that changes by itself, or through tools that every lab may use, and so is not a leftover. Each row gives the reason. */
type Reasons = Readonly<Record<string, string>>

/** Parameters below /proc/sys, or folders of them, which are not even read. */
export const uncountedSysctls: Reasons = {
  'fs/aio-nr': 'counts requests',
  'fs/binfmt_misc': 'a file system of its own, which systemd mounts when somebody looks',
  'fs/dentry-state': 'counts names in the cache',
  'fs/epoll': 'follows the memory of the machine',
  'fs/file-nr': 'counts open files',
  'fs/inode-nr': 'counts inodes in the cache',
  'fs/inode-state': 'counts inodes in the cache',
  'fs/quota': 'counts look-ups and writes',
  'kernel/domainname': 'is counted with the host name',
  'kernel/hostname': 'is counted as the host name',
  'kernel/hung_task_detect_count': 'counts what the kernel saw',
  'kernel/ns_last_pid': 'changes with every process',
  'kernel/perf_event_max_sample_rate': 'the kernel lowers it when the machine is slow',
  'kernel/pty/nr': 'counts terminals',
  'kernel/random': 'changes with every look; and the first look at boot_id decides what it is',
  'kernel/tainted': 'the kernel notes what happened to it; that can not be taken back',
  'kernel/yama/ptrace_scope': 'the runner raises it for each lab, and it can not be lowered again',
  'net/ipv4/tcp_allowed_congestion_control': 'follows the modules that are loaded',
  'net/ipv4/tcp_available_congestion_control': 'follows the modules that are loaded',
  'net/ipv4/tcp_available_ulp': 'follows the modules that are loaded',
  'net/netfilter/nf_conntrack_count': 'counts connections',
  'vm/stat_refresh': 'reading it is a command',
}

/** Files and folders that tools maintain on any machine. */
const toolFiles: Reasons = {
  '/etc/.pwd.lock': 'the lock of passwd and its siblings',
  '/run/lock': 'locks',
  '/run/mount': 'mount(8) notes options of users there',
  '/run/sudo': 'sudo remembers who gave a password',
  '/run/utmp': 'who is logged in',
  '/run/xtables.lock': 'the lock of iptables',
  '/var/lib/lastlog': 'who logged in last',
  '/var/lib/sudo': 'sudo remembers whom it lectured',
  '/var/log/btmp': 'who failed to log in',
  '/var/log/faillog': 'who failed to log in',
  '/var/log/lastlog': 'who logged in last',
  '/var/log/wtmp': 'who logged in',
}

/** Files and folders that services change while a lab runs, on a machine that also serves other purposes. */
const servantFiles: Reasons = {
  '/etc/.updated': 'systemd notes an update',
  '/etc/adjtime': 'the clock',
  '/etc/ld.so.cache': 'written anew by updates',
  '/etc/machine-id': 'systemd writes it once',
  '/etc/mtab': 'the mounts',
  '/etc/resolv.conf': 'the network is configured by itself',
  '/run/NetworkManager': 'the network is configured by itself',
  '/run/agetty.reload': 'terminals',
  '/run/chrony': 'the clock',
  '/run/cloud-init': 'a cloud sets the machine up',
  '/run/containerd': 'containers of other people',
  '/run/credentials': 'systemd hands them to units',
  '/run/cron.reboot': 'cron',
  '/run/dbus': 'the message bus',
  '/run/docker': 'containers of other people',
  '/run/log': 'the journal',
  '/run/motd.dynamic': 'what is shown at a login',
  '/run/resolvconf': 'the network is configured by itself',
  '/run/snapd': 'snaps update themselves',
  '/run/sshd': 'sshd',
  '/run/systemd': 'units and sessions',
  '/run/udev': 'devices',
  '/run/user': 'people log in',
  '/var/backups': 'made by timers',
  '/var/cache': 'caches',
  '/var/lib/NetworkManager': 'the network is configured by itself',
  '/var/lib/apt': 'updates',
  '/var/lib/chrony': 'the clock',
  '/var/lib/containerd': 'containers of other people',
  '/var/lib/dhcp': 'the network is configured by itself',
  '/var/lib/docker': 'containers of other people',
  '/var/lib/dpkg': 'updates',
  '/var/lib/logrotate': 'logs are rotated',
  '/var/lib/private': 'state of units',
  '/var/lib/snapd': 'snaps update themselves',
  '/var/lib/systemd': 'timers, the clock, the random seed',
  '/var/lib/update-notifier': 'updates',
  '/var/log': 'logs',
  '/var/snap': 'snaps update themselves',
  '/var/spool': 'mail and jobs',
}

/** `exclusive`: only labs and the agent use the machine. */
export function uncountedFiles(exclusive: boolean): string[] {
  return Object.keys(exclusive ? toolFiles : { ...toolFiles, ...servantFiles })
}

/** Mount points that are removed without a report: `ip netns add` creates this one in addition. */
export const toolFolder = '/run/netns'

/** Links that a module creates whenever it is loaded. They are removed without a report. */
export const madeByModule: ReadonlySet<string> = new Set(['bond0', 'dummy0', 'ifb0', 'ifb1'])

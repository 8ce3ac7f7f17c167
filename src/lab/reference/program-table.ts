/** Programs that labs may call and learners may use on every machine, by the Debian package that brings them. */
export const programTable: Readonly<Record<string, ProgramRow>> = {
  'util-linux': {
    programs: ['unshare', 'nsenter', 'lsns', 'mount', 'umount', 'findmnt', 'setpriv', 'ipcs', 'prlimit'],
    use: 'namespaces and mounts',
  },
  iproute2: { programs: ['ip', 'ss', 'bridge', 'tc'], use: 'links, addresses, routes' },
  nftables: { programs: ['nft'], use: 'packet filters' },
  procps: { programs: ['ps', 'pgrep', 'top', 'free', 'vmstat', 'sysctl'], use: 'processes and memory' },
  psmisc: { programs: ['pstree', 'fuser', 'killall'], use: 'processes and who uses a file' },
  sudo: { programs: ['sudo'], use: 'commands as root' },
  'python3-minimal': { programs: ['python3'], use: 'without most of its library' },
  'libcap2-bin': {
    programs: ['getcap', 'setcap', 'capsh', 'getpcaps'],
    use: 'capabilities of processes and files',
  },
  attr: { programs: ['getfattr', 'setfattr'], use: 'extended attributes of files' },
  uidmap: { programs: ['newuidmap', 'newgidmap'], use: 'subordinate user and group IDs' },
  'iputils-ping': { programs: ['ping'], use: 'whether a machine answers' },
  'netcat-openbsd': { programs: ['nc'], use: 'connections by hand' },
  'busybox-static': {
    programs: ['busybox'],
    use: 'a shell and its tools in one file, for root file systems',
  },
  nodejs: { programs: ['node'], use: 'what the agent runs on' },
  'man-db': { programs: ['man', 'apropos'], use: 'manual pages' },
  manpages: { programs: [], use: 'pages of sections 4, 5 and 7: `man 7 namespaces`' },
  'manpages-dev': { programs: [], use: 'pages of sections 2 and 3: `man 2 unshare`' },
  less: { programs: ['less'], use: 'pager' },
  nano: { programs: ['nano'], use: 'editor' },
  'vim-tiny': { programs: ['vi'], use: 'editor' },
  strace: { programs: ['strace'], use: 'system calls of a command' },
  jq: { programs: ['jq'], use: 'JSON' },
  curl: { programs: ['curl'], use: 'HTTP; machines have no network of their own' },
  tree: { programs: ['tree'], use: 'folders' },
  'bash-completion': { programs: [], use: 'completion of options and arguments with Tab' },
  'ncurses-term': { programs: [], use: 'descriptions of terminals' },
  'kitty-terminfo': { programs: [], use: 'description of one more' },
}

interface ProgramRow {
  /** The ones that matter here, not all. */
  readonly programs: readonly string[]
  readonly use: string
}

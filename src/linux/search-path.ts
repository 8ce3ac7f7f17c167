/** Directories in which commands are looked for in a machine, in this order: the PATH of root on Debian. */
export const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

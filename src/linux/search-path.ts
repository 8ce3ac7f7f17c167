/** The directories in which a machine searches for commands, in order: root's PATH on Debian. */
export const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

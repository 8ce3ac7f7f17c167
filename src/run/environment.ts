/** Where commands are found in a machine. */
export const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** The same for every lab everywhere, so that it does not depend on who runs it. */
export const environment = { PATH: searchPath.join(':'), HOME: '/root', LANG: 'C.UTF-8', TERM: 'dumb' }

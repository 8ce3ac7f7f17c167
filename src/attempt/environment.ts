import { searchPath } from '../linux/search-path.ts'

/** The environment of every process that a lab starts, whoever runs it. */
export const environment = { PATH: searchPath.join(':'), HOME: '/root', LANG: 'C.UTF-8', TERM: 'dumb' }

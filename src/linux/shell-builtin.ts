/** Builtins of dash and bash; `exec`, `eval` and `command` count only without arguments. */
export const builtins: ReadonlySet<string> = new Set([
  ...[':', '.', '[', 'alias', 'bg', 'bind', 'break', 'builtin', 'caller', 'cd', 'chdir', 'command'],
  ...['compgen', 'complete', 'compopt', 'continue', 'declare', 'dirs', 'disown', 'echo', 'enable', 'eval'],
  ...['exec', 'exit', 'export', 'false', 'fc', 'fg', 'getopts', 'hash', 'help', 'history', 'jobs', 'kill'],
  ...['let', 'local', 'logout', 'mapfile', 'popd', 'printf', 'pushd', 'pwd', 'read', 'readarray'],
  ...['readonly', 'return', 'set', 'shift', 'shopt', 'source', 'suspend', 'test', 'times', 'trap', 'true'],
  ...['type', 'typeset', 'ulimit', 'umask', 'unalias', 'unset', 'wait'],
])

/** Builtins that also exist as programs. */
export const builtinPrograms: ReadonlySet<string> = new Set([
  '[',
  'echo',
  'false',
  'kill',
  'printf',
  'pwd',
  'test',
  'true',
])

/** The guest's Debian. */
const suite = 'trixie'

/** What no lab reads, and would make up a third of the disk. */
const leftOut = ['man', 'doc', 'info', 'locale', 'lintian', 'bash-completion', 'bug']

/** mmdebstrap's arguments for a tree of these packages; without a mirror it uses Debian's own. */
export function mmdebstrapArguments(packages: readonly string[], tree: string): string[] {
  return [
    ...['--variant=minbase', '--mode=root', '--format=directory'],
    `--include=${packages.join(',')}`,
    ...['--aptopt=Apt::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"'],
    // The tree is thrown away when anything fails: nothing in it has to survive a crash.
    '--dpkgopt=force-unsafe-io',
    ...leftOut.map(folder => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
    suite,
    tree,
  ]
}

/** The names in a package list: one a line, `#` begins a comment. */
export function packageNames(list: string): string[] {
  return list
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .filter(line => line !== '')
}

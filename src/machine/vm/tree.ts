/** The guest's release of Debian. */
const suite = 'trixie'

/** Folders of /usr/share that nobody reads, a third of the disk. */
const leftOut = ['doc', 'info', 'locale', 'lintian', 'bug']

/** Of the manual pages only the English ones: translations are in folders such as man/fr. */
const pages = ['--dpkgopt=path-exclude=/usr/share/man/*', '--dpkgopt=path-include=/usr/share/man/man[1-9]/*']

/** mmdebstrap's arguments for a tree of these packages; without a mirror it uses Debian's own. */
export function mmdebstrapArguments(packages: readonly string[], tree: string): string[] {
  return [
    ...['--variant=minbase', '--mode=root', '--format=directory'],
    `--include=${packages.join(',')}`,
    ...['--aptopt=Apt::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"'],
    // The tree is thrown away when anything fails: nothing in it has to survive a crash.
    '--dpkgopt=force-unsafe-io',
    ...leftOut.map(folder => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
    ...pages,
    suite,
    tree,
  ]
}

/** Who needs the packages: labs on every machine, whoever works there by hand, the embedded virtual machine, the Vagrant box. */
export type PackageSection = 'labs' | 'learn' | 'image' | 'box'

/** The names below some headings of a package list: `[labs]` begins a section, a name stands on a line, `#` begins a comment. */
export function packageNames(list: string, ...wanted: readonly PackageSection[]): string[] {
  let section = ''
  return list.split('\n').flatMap(line => {
    const word = line.replace(/#.*/, '').trim()
    const heading = /^\[(.*)\]$/.exec(word)
    if (heading) section = heading[1] ?? ''
    return !heading && word !== '' && wanted.some(name => name === section) ? [word] : []
  })
}

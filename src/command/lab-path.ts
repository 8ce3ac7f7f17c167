import { basename, isAbsolute, relative } from 'node:path'

/** A lab file that was found. */
export interface LabPath {
  /** Its path below the folder of the course, without `.yaml` and without the digits that order it. */
  readonly id: string
  readonly path: string
  /** The path as messages name it. */
  readonly file: string
  /** The path that it is sorted by: its own, with the digits in front of names that `course.yaml` gives them. */
  readonly order: string
}

/** `namespace/mount.yaml` is the lab `namespace/mount`, and so is `1-namespace/2-mount.yaml`. */
export function labId(path: string): string {
  return path
    .replace(/\.yaml$/, '')
    .split('/')
    .map(part => part.replace(/^\d+-/, ''))
    .join('/')
}

/** One lab file that somebody named. */
export function labAt(path: string, cwd: string): LabPath {
  return { id: labId(basename(path)), path, file: shown(path, cwd), order: path }
}

/** The digits in front of names give the order: 2 before 10. */
export function byCourse(a: LabPath, b: LabPath): number {
  return collator.compare(a.order, b.order)
}

const collator = new Intl.Collator('en', { numeric: true })

/** As short as a person standing in `cwd` would type it. */
export function shown(path: string, cwd: string): string {
  const way = relative(cwd, path)
  return way === '' || way.startsWith('..') || isAbsolute(way) ? path : way
}

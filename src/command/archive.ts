import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { Header } from 'tar'
import { NotRead } from './read-ordinary.ts'

/** A file in an archive. */
export interface Member {
  /** Without a folder. */
  readonly name: string
  readonly content: Uint8Array
}

/** The most that an archive may hold. */
export interface ArchiveBounds {
  /** Bytes of all of it, unpacked. */
  readonly bytes: number
  readonly members: number
  /** Bytes of one file. */
  readonly member: number
}

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

/** A tar archive, gzipped. The same files always make the same bytes: nothing is kept of who made it and when. */
export async function packArchive(members: readonly Member[]): Promise<Uint8Array> {
  const end = Buffer.alloc(2 * blockSize)
  return pack(Buffer.concat([...members.flatMap(memberBlocks), end]), { level: 9 })
}

/**
 * The files of an archive that may come from a stranger. Only ordinary files without a folder are accepted: no links, no devices, no
 * extended headers. Throws `NotRead`.
 */
export async function unpackArchive(bytes: Uint8Array, most: ArchiveBounds): Promise<Member[]> {
  const blocks = await unpack(bytes, { maxOutputLength: most.bytes }).catch(error => {
    throw new NotRead(unpackReason(error, most))
  })
  const members = new Map<string, Member>()
  for (let at = 0; ; ) {
    const header = headerAt(blocks, at)
    if (header.nullBlock) return [...members.values()]
    const member = memberAt(blocks, at + blockSize, header, most)
    if (members.has(member.name)) throw new NotRead(`it holds ${shown(member.name)} twice`)
    members.set(member.name, member)
    if (members.size > most.members) throw new NotRead(`it holds more than ${most.members} files`)
    at += blockSize + padded(member.content.length)
  }
}

/** Both headers and contents are multiples of it. */
const blockSize = 512

const padded = (size: number) => Math.ceil(size / blockSize) * blockSize

function memberBlocks({ name, content }: Member): Uint8Array[] {
  const about = { path: name, mode: 0o644, uid: 0, gid: 0, size: content.length, mtime: new Date(0) }
  const header = new Header({ ...about, type: 'File' })
  const block = Buffer.alloc(blockSize)
  if (header.encode(block)) throw new Error(`${name} cannot be named in an archive`)
  return [block, content, Buffer.alloc(padded(content.length) - content.length)]
}

function unpackReason(error: NodeJS.ErrnoException, { bytes }: ArchiveBounds): string {
  return error.code === 'ERR_BUFFER_TOO_LARGE'
    ? `it holds more than ${bytes / 2 ** 20} MiB, the most that is read`
    : 'it is not an archive that gzip(1) can unpack'
}

function headerAt(blocks: Buffer, at: number): Header {
  if (at + blockSize > blocks.length) throw new NotRead('it is cut short')
  const header = headerOrNone(blocks, at)
  if (!header || (!header.nullBlock && !header.cksumValid)) throw new NotRead('it is not a tar archive')
  return header
}

/** Numbers that are none make the library throw. */
function headerOrNone(blocks: Buffer, at: number): Header | undefined {
  try {
    return new Header(blocks, at)
  } catch {
    return undefined
  }
}

function memberAt(blocks: Buffer, at: number, { path, type, size }: Header, most: ArchiveBounds): Member {
  const name = path ?? ''
  if (type !== 'File' && type !== 'OldFile')
    throw new NotRead(`it holds ${shown(name)}, which is no ordinary file`)
  if (!plainName.test(name)) throw new NotRead(`it holds a file with the name ${shown(name)}`)
  if (size === undefined || size > most.member)
    throw new NotRead(`it holds ${shown(name)}, which has more than ${most.member / 2 ** 20} MiB`)
  if (at + size > blocks.length) throw new NotRead('it is cut short')
  return { name, content: blocks.subarray(at, at + size) }
}

/** No folder, no hidden file, nothing that a terminal or a shell could take for something else. */
const plainName = /^\w[\w.%-]*$/

const shown = (name: string) => JSON.stringify(name.slice(0, 60))

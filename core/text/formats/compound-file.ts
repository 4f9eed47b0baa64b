/*
 * Compound files (OLE2, [MS-CFB]): the small file system inside Word, Excel and PowerPoint 97 to 2003 and Outlook messages.
 *
 *   header 512 bytes; then sectors of 512 (version 3) or 4096 bytes
 *   FAT            which sector follows which; its own sectors are listed in the header and in the DIFAT chain
 *   directory      entries of 128 bytes: name, type, tree of siblings, child, first sector, size
 *   mini stream    streams below 4096 bytes, in sectors of 64 bytes inside the root entry's stream
 */
import { ExtractError } from '../extracted.ts'
import { say } from '../../sayings/say.ts'

export interface CompoundFile {
  /** Paths of all streams, storages joined by '/'. */
  readonly paths: readonly string[]
  /** The bytes of a stream, by its path in any case (fewer than it says where the file is cut off); null for none. */
  read(path: string): Uint8Array | null
}

interface Entry {
  readonly name: string
  readonly type: number
  readonly left: number
  readonly right: number
  readonly child: number
  readonly start: number
  readonly size: number
}

const HEADER_BYTES = 512
const ENTRY_BYTES = 128
const LAST_REGULAR = 0xfffffffa
const STORAGE = 1
const STREAM = 2
const ROOT = 5
/** Storages inside storages; a message in a message in a message has nine. */
const MOST_DEPTH = 40

/** Opens a compound file. ExtractError 'damaged' where its tables cannot be followed. */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  if (bytes.length < HEADER_BYTES) throw damaged(`only ${bytes.length} bytes long`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const sectorShift = view.getUint16(0x1e, true)
  if (sectorShift !== 9 && sectorShift !== 12) throw damaged(`sectors of 2^${sectorShift} bytes`)
  const sectorBytes = 1 << sectorShift
  const miniCutoff = view.getUint32(0x38, true)

  const sectorAt = (sector: number): Uint8Array => {
    const start = (sector + 1) * sectorBytes
    return bytes.subarray(start, start + sectorBytes)
  }
  const fat = readTable(fatSectors(view, sectorAt), sectorAt)
  const chain = (first: number, mostBytes: number): Uint8Array =>
    joined(chainOf(first, fat, Math.ceil(mostBytes / sectorBytes)), sectorAt, mostBytes)

  const entries = readEntries(chain(view.getUint32(0x30, true), bytes.length))
  const root = entries[0]
  if (root?.type !== ROOT) throw damaged('it has no root directory')
  const miniFat = readTable(chainOf(view.getUint32(0x3c, true), fat, fat.length), sectorAt)
  const miniStream = chain(root.start, root.size)
  const miniSectorAt = (sector: number): Uint8Array => miniStream.subarray(sector * 64, sector * 64 + 64)

  const streams = listStreams(entries)
  const byName = new Map([...streams].map(([path, entry]) => [path.toLowerCase(), entry]))
  return {
    paths: [...streams.keys()],
    read(path) {
      const entry = byName.get(path.toLowerCase())
      if (entry === undefined) return null
      if (entry.size >= miniCutoff) return chain(entry.start, Math.min(entry.size, bytes.length))
      return joined(chainOf(entry.start, miniFat, Math.ceil(entry.size / 64)), miniSectorAt, entry.size)
    },
  }
}

/** The sectors that hold the FAT: 109 in the header, others in the DIFAT's chain. */
function fatSectors(view: DataView, sectorAt: (sector: number) => Uint8Array): number[] {
  const sectors: number[] = []
  for (let i = 0; i < 109; i++) sectors.push(view.getUint32(0x4c + i * 4, true))
  const seen = new Set<number>()
  for (let next = view.getUint32(0x44, true); next < LAST_REGULAR && !seen.has(next);) {
    seen.add(next)
    const table = [...readTable([next], sectorAt)]
    next = table.pop() ?? LAST_REGULAR
    sectors.push(...table)
  }
  return sectors.filter((sector) => sector < LAST_REGULAR)
}

function readTable(sectors: readonly number[], sectorAt: (sector: number) => Uint8Array): Uint32Array {
  const parts = sectors.map(sectorAt)
  const whole = Buffer.concat(parts)
  const table = new Uint32Array(whole.length >> 2)
  for (let i = 0; i < table.length; i++) table[i] = whole.readUInt32LE(i * 4)
  return table
}

/** The sectors of a chain, `most` of them at most: what a damaged one that bites its tail comes to an end by. */
function chainOf(first: number, table: Uint32Array, most: number): number[] {
  const sectors: number[] = []
  const end = Math.min(most, table.length)
  for (let sector = first; sector < table.length && sectors.length < end; sector = table[sector]) sectors.push(sector)
  return sectors
}

function joined(sectors: readonly number[], sectorAt: (sector: number) => Uint8Array, mostBytes: number): Uint8Array {
  const whole = Buffer.concat(sectors.map(sectorAt))
  return whole.subarray(0, Math.min(mostBytes, whole.length))
}

function readEntries(directory: Uint8Array): Entry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.length)
  const utf16 = new TextDecoder('utf-16le')
  const entries: Entry[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const nameBytes = Math.min(Math.max(view.getUint16(at + 64, true) - 2, 0), 62)
    entries.push({
      name: utf16.decode(directory.subarray(at, at + nameBytes)),
      type: directory[at + 66],
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: view.getUint32(at + 76, true),
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true),
    })
  }
  return entries
}

/** Streams by path, each storage's in name order of the file's own tree. */
function listStreams(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const streams = new Map<string, Entry>()
  const seen = new Set<number>()
  // Siblings form a tree that is a list where a writer did not balance it: walked with a stack of our own.
  const waiting: { readonly id: number; readonly prefix: string; readonly depth: number }[] = [
    { id: entries[0].child, prefix: '', depth: 0 },
  ]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const entry = entries[at.id]
    if (entry === undefined || seen.has(at.id)) continue
    seen.add(at.id)
    const { prefix, depth } = at
    if (entry.type === STREAM) streams.set(prefix + entry.name, entry)
    waiting.push({ id: entry.right, prefix, depth })
    if (entry.type === STORAGE && depth < MOST_DEPTH)
      waiting.push({ id: entry.child, prefix: `${prefix}${entry.name}/`, depth: depth + 1 })
    waiting.push({ id: entry.left, prefix, depth })
  }
  return streams
}

function damaged(what: string): ExtractError {
  return new ExtractError('damaged', say('file.compoundDamaged', { reason: what }))
}

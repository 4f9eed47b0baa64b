/*
 * app.asar, as electron-builder writes it, little-endian:
 *
 *   offset  bytes     field
 *   0       4         4
 *   4       4         headerBytes: from byte 8 to the first file's bytes
 *   8       4         (size of what follows in the header)
 *   12      4         jsonBytes
 *   16      jsonBytes the tree of files as JSON; `offset` of a file is a decimal string, counted from 8 + headerBytes
 *   ...               the files' bytes
 */
import { closeSync, openSync, readFileSync, readSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** A file in an app's archive. */
export interface PackedFile {
  /** From the app's folder, with '/'. */
  readonly path: string
  readonly size: number
  /** It lies beside the archive, in app.asar.unpacked. */
  readonly isUnpacked: boolean
  /** Byte of the archive where it begins; 0 where it is unpacked. */
  readonly at: number
  readonly isExecutable: boolean
  /** What a link points to, from the app's folder; null for a file. */
  readonly link: string | null
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>> | undefined
  readonly size?: number | undefined
  readonly offset?: string | undefined
  readonly unpacked?: boolean | undefined
  readonly executable?: boolean | undefined
  readonly link?: string | undefined
}

const entry: z.ZodType<Entry> = z.object({
  get files() {
    return z.record(z.string(), entry).optional()
  },
  size: z.number().optional(),
  offset: z.string().optional(),
  unpacked: z.boolean().optional(),
  executable: z.boolean().optional(),
  link: z.string().optional(),
})

/** The files of an archive, in the order of its tree. @throws Error for anything that is none */
export function listAsar(path: string): PackedFile[] {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(16)
    readSync(file, head, 0, 16, 0)
    if (head.readUInt32LE(0) !== 4) throw new Error(`${path} is no asar archive`)
    const json = Buffer.alloc(head.readUInt32LE(12))
    readSync(file, json, 0, json.length, 16)
    return filesOf(entry.parse(JSON.parse(json.toString())), '', 8 + head.readUInt32LE(4))
  } finally {
    closeSync(file)
  }
}

function filesOf(folder: Entry, path: string, begin: number): PackedFile[] {
  return Object.entries(folder.files ?? {}).flatMap(([name, one]) => {
    const below = path === '' ? name : `${path}/${name}`
    if (one.files !== undefined) return filesOf(one, below, begin)
    const { size = 0, offset = '0', unpacked: isUnpacked = false, executable: isExecutable = false, link = null } = one
    return [{ path: below, size, isUnpacked, at: isUnpacked ? 0 : begin + Number(offset), isExecutable, link }]
  })
}

/** Writes what is in an archive, and what lies beside it, as ordinary files below `target`. */
export function extractAsar(path: string, target: string): void {
  const bytes = readFileSync(path)
  for (const { path: name, size, at, isUnpacked, isExecutable, link } of listAsar(path)) {
    if (link !== null) continue
    const file = join(target, name)
    mkdirSync(dirname(file), { recursive: true })
    const content = isUnpacked ? readFileSync(join(`${path}.unpacked`, name)) : bytes.subarray(at, at + size)
    writeFileSync(file, content, { mode: isExecutable ? 0o755 : 0o644 })
  }
}

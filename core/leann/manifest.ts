/*
 * manifest.json says which files of a library are alive. It is replaced in one step, so it is the moment at which a
 * commit happens. Its last member is a CRC-32 of the text before it.
 */
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { AppError, damagedPart } from '../errors.ts'
import { say } from '../sayings/say.ts'

const format = 1

const segmentEntry = z.strictObject({
  file: z.string(),
  rows: z.int().nonnegative(),
  /** Name of the list of deleted rows; null while there is none. */
  deletes: z.string().nullable(),
  deletedRows: z.int().nonnegative(),
  /** Name of the segment's keyword file; null where its rows came without words. */
  keywords: z.string().nullable(),
  /** Name of the graph file; null for a segment that is scanned. */
  graph: z.string().nullable(),
})

const manifestSchema = z.strictObject({
  format: z.literal(format),
  /** Goes up by one with each commit. */
  generation: z.int().nonnegative(),
  /** The number the next new segment file gets. */
  nextFile: z.int().nonnegative(),
  /** The id the next new document version gets. */
  nextDocument: z.int().positive(),
  model: z.strictObject({ name: z.string(), fingerprint: z.string(), dimensions: z.int().positive() }),
  codec: z.strictObject({
    seed: z.int().nonnegative(),
    /** Of one code, without its scale. */
    bits: z.int().positive(),
    bitsPerDimension: z.union([z.literal(1), z.literal(2), z.literal(4)]).default(1),
    centre: z.base64(),
  }),
  segments: z.array(segmentEntry),
})

/** What a library is at one generation. */
export type Manifest = z.infer<typeof manifestSchema>
/** The files of one segment. */
export type SegmentEntry = z.infer<typeof segmentEntry>

/** Names of the files that a manifest may name; what of them it does not name was left by a crash. */
export const segmentFiles = /\.(?:lsg|ldl|lkw|lgr)(?:\.new)?$|^manifest\.json\.new$/u

/** The files that are alive. */
export function filesOf({ segments }: Manifest): ReadonlySet<string> {
  const names = segments.flatMap(({ file, deletes, keywords, graph }) => [file, deletes, keywords, graph])
  return new Set(names.filter((name) => name !== null))
}

/** The file's name in a library's folder. */
export const manifestName = 'manifest.json'

/** The text of the file; its checksum stands at the end. */
export function writeManifest(manifest: Manifest): string {
  const body = JSON.stringify(manifest).slice(0, -1)
  return `${body},"check":${crc32(body)}}\n`
}

/** @throws AppError `library-damaged`, `library-too-new` */
export function parseManifest(text: string): Manifest {
  const match = /^(.*),"check":(\d+)\}\n$/su.exec(text)
  const found = Number(/"format":(\d+)/u.exec(text)?.[1] ?? 0)
  if (found > format) {
    throw new AppError('library-too-new', say('library.allTooNew', { found, known: format }))
  }
  if (match === null) throw damaged('it is cut off')
  if (crc32(match[1]) !== Number(match[2])) throw damaged('its checksum is wrong')
  const parsed = manifestSchema.safeParse(JSON.parse(`${match[1]}}`))
  if (!parsed.success) throw damaged(z.prettifyError(parsed.error))
  return parsed.data
}

function damaged(reason: string): AppError {
  return damagedPart(say('part.damaged', { name: manifestName, reason }))
}

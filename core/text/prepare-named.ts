/* A file of which only the name is known, or whose text cannot be had, as a document without passages. */
import type { FileProblemCode } from '../types.ts'
import { isContainer, kindOfPath } from './document-kind.ts'
import { isContainerName } from './containers/formats.ts'
import type { DocumentKind, ExtractedText, TextFacts } from './extracted.ts'
import { type FileFacts, type PreparedDocument, preparedText } from './prepared.ts'
import { photoFacts, photoHeadBytes, type PhotoFacts } from './formats/photo-facts.ts'
import { hashBytes } from './hash.ts'

/** A file that is known by its name. */
export interface NamedFile extends FileFacts {
  readonly path: string
  readonly kind: DocumentKind
  /** The first bytes of a file that is opened, as many as were asked for. */
  readonly head: (bytes: number) => Uint8Array
}

/** What is wrong with a document that a person has all the same: a password, its size. */
const ofAnyKind: ReadonlySet<FileProblemCode> = new Set<FileProblemCode>(['encrypted', 'too-large'])
/** And with an archive: it is in another where it is not read. */
const ofArchives: ReadonlySet<FileProblemCode> = new Set<FileProblemCode>([...ofAnyKind, 'unsupported'])
/** And with what an office's program made: a scan, a version that nobody reads any more. */
const ofDocuments: ReadonlySet<FileProblemCode> = new Set<FileProblemCode>([...ofArchives, 'no-text'])

/** The kind of a document of which only the name is known because of `problem`; null: it is none. */
export function kindByName(path: string, problem: FileProblemCode): DocumentKind | null {
  const kind = kindOfPath(path)
  if (kind === null) return isContainerName(path) && ofArchives.has(problem) ? 'file' : null
  return (isContainer(kind) ? ofDocuments : ofAnyKind).has(problem) ? kind : null
}

/** A document of this kind without a word. */
export function nothingOf(kind: DocumentKind, facts: TextFacts = {}): ExtractedText {
  return { kind, text: '', isOwnBytes: false, title: '', headings: [], facts }
}

/** Videos and the like are too large to be read for a hash: size and time stand for their bytes. */
export function hashOfNamed({ size, mtimeMs }: FileFacts): Promise<bigint> {
  return hashBytes(new TextEncoder().encode(`${size} ${mtimeMs}`))
}

/** Its outline has its name, and of a photo what the camera wrote; nothing else of the file is read. */
export async function preparedByName({ path, kind, size, mtimeMs, head }: NamedFile): Promise<PreparedDocument> {
  const photo: PhotoFacts = kind === 'picture' ? photoFacts(head(photoHeadBytes)) : {}
  const hash = await hashOfNamed({ size, mtimeMs })
  const prepared = preparedText(nothingOf(kind), {
    name: path,
    folder: wordsOf(photo),
    size,
    hash,
    wantsText: false,
    source: 'folder',
  })
  const facts = photo.dated === undefined ? {} : { dated: photo.dated }
  return { ...prepared, facts, size, mtimeMs, parts: [] }
}

/** 'Canon EOS 80D, 4032 × 3024'; '' where nothing is known. */
function wordsOf({ camera = '', width = 0, height = 0 }: PhotoFacts): string {
  return [camera, width > 0 && height > 0 ? `${width} × ${height}` : ''].filter((word) => word !== '').join(', ')
}

/*
 * Files that hold many documents: mail archives, archives, histories. A format is one entry of `formats.ts` and one
 * `ContainerReader`. Readers run in a thread of the extraction pool, where a part that hangs or kills the thread costs that
 * part only; `read` also runs at query time.
 */
import type { SourceName } from '../../types.ts'
import type { ExtractedText, ExtractError } from '../extracted.ts'
import type { NamedOnlyKind } from '../named-only.ts'
import type { ReadOptions } from '../read-options.ts'
import type { Steps } from '../steps.ts'

/** A file to be looked into, as it is now. */
export interface ContainerFile {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
  /** What `end` answered when the file was read last; null: it was not, or all of it is to be read. */
  readonly state: Uint8Array | null
  /** How it is read; default: as usual. */
  readonly reading?: ReadOptions
  /** Taken before whatever its thread may not survive; default: nobody asks for them. */
  readonly steps?: Steps
}

/** One document in the file, found but not read yet. */
export interface FoundPart {
  /** Its name, each once in a file, without '//' (attachments have that); names a place where `read` finds it again. */
  readonly part: string
  /** Of its content: a part with a known hash is kept as it is, whatever its name is now. */
  readonly hash: bigint
  /** Bytes. */
  readonly size: number
  /** What it holds; null: it is no document after all (a deleted message). ExtractError where it cannot be read. */
  read(): Promise<PartContent | null>
  /** Its bytes as they stand in the file, where it has such; null: no document after all. Before the next part is asked for. */
  original?(): Promise<Original | null>
}

/** The bytes of a document and what it is called: its member's path, the name it was attached by, the subject of a message with '.eml'. */
export interface Original {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The text of a part; bytes for the reader of the kind that `name` and they say; or a name, where nothing is read of its kind. */
export type PartContent =
  | {
      readonly kind: 'text'
      readonly text: ExtractedText
      /** Keep the text in the cache: to read it again is slow, or it goes away. */
      readonly isKept?: boolean
      /** Where it comes from; default: as the format says. */
      readonly source?: SourceName
      /** Why this is not all of it. */
      readonly problem?: ExtractError
    }
  | { readonly kind: 'name'; readonly name: string; readonly is: NamedOnlyKind }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array; readonly isKept?: boolean }

/** A file that is being looked into. */
export interface OpenContainer {
  /**
   * null: `parts` yields all there is, and what it does not yield is gone. Else only the end of the file is read: all known
   * parts stay, except those named here that are not yielded again.
   */
  readonly reread: readonly string[] | null
  /** The documents in their order, the same every time. Holds one of them in memory, not the file. */
  parts(): AsyncIterable<FoundPart> | Iterable<FoundPart>
  /** What to remember for the next time; called after `parts` came to its end. */
  end(): Promise<Uint8Array | null>
  close(): void | Promise<void>
}

/** Reads the documents of files of one format. */
export interface ContainerReader {
  /** ExtractError where the file as a whole cannot be read. */
  open(file: ContainerFile): Promise<OpenContainer>
  /** One part again, for query time; null where it is not there any more. `part` as `parts` named it. */
  read(path: string, part: string): Promise<PartContent | null>
  /** The bytes of one part; null where it is gone, or has none of its own. Default: no part has. */
  original?(path: string, part: string): Promise<Original | null>
}

/** How a format is told and loaded. */
export interface ContainerFormat {
  readonly name: string
  /** Where its documents come from, for the catalogue. */
  readonly source: SourceName
  /** Names (lower-case endings) that promise such a file, so that a folder's listing gives it; others need `isByContent`. */
  readonly endings: readonly string[]
  /** Endings that other files have as well: these are looked into first. */
  readonly unsureEndings?: readonly string[]
  /** Read only where somebody added the file itself: a folder's listing leaves it out. */
  readonly isOptIn?: boolean
  /** Whether a file is one, by its name and its first 4,096 bytes. */
  matches(path: string, head: Uint8Array): boolean
  load(): Promise<ContainerReader>
}

/** Between a document's part and the name of what is attached to it. */
export const attachmentMark = '//'

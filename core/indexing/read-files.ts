/* Files on their way through the threads that read them. */
import type { PartsTaker } from '../text/extract-pool.ts'
import type { Prepared, PreparedPart } from '../text/prepared.ts'
import { Inbox } from './inbox.ts'
import type { WaitingFile } from './scan.ts'

/** Files being read at once: enough to keep the threads busy while one of them holds a slow file ... */
const filesInFlight = 12
/** ... and more of small ones, so that there is enough to do while this thread is busy with a commit. */
const smallFilesInFlight = 1024
const bytesInFlight = 12 * 1024 * 1024

/** What the threads bring of a file: some of its parts, and in the end what became of it. */
export type Arrival =
  | {
      readonly kind: 'parts'
      readonly file: WaitingFile
      readonly parts: readonly PreparedPart[]
      /** The thread goes on when this was called. */
      readonly taken: () => void
    }
  | { readonly kind: 'file'; readonly file: WaitingFile; readonly prepared: Prepared }

/** The threads that read. */
export interface Readers {
  /** Reads one file; its parts go to `take` as they come. */
  read(file: WaitingFile, take: PartsTaker['take']): Promise<Prepared>
  /** See `ExtractPool`. */
  tellBacklog(bytes: number | null): void
}

/** With fewer files it does not matter who does what, and the threads know the words of those before. */
const manyFiles = 256

/** Has `files` read, several at once; what comes of them is yielded in the order it comes. */
export async function* readFiles(
  files: readonly WaitingFile[],
  readers: Readers,
  signal: AbortSignal,
): AsyncGenerator<Arrival> {
  try {
    yield* arrivals(files, readers, signal)
  } finally {
    readers.tellBacklog(null)
  }
}

async function* arrivals(
  files: readonly WaitingFile[],
  readers: Readers,
  signal: AbortSignal,
): AsyncGenerator<Arrival> {
  const tell = (bytes: number): void => readers.tellBacklog(files.length < manyFiles ? null : bytes)
  const inbox = new Inbox<Arrival>({ sizeOf: textBytesOf, tell })
  let [next, underWay, bytes] = [0, 0, 0]
  const hasRoom = (): boolean =>
    underWay < filesInFlight || (underWay < smallFilesInFlight && bytes + files[next].size <= bytesInFlight)
  while (next < files.length || underWay > 0) {
    signal.throwIfAborted()
    for (; next < files.length && hasRoom(); next++, underWay++) {
      bytes += files[next].size
      start(files[next], readers, inbox)
    }
    const arrival = await inbox.next()
    if (arrival.kind === 'file') {
      underWay--
      bytes -= arrival.file.size
    }
    yield arrival
  }
}

function start(file: WaitingFile, readers: Readers, inbox: Inbox<Arrival>): void {
  const take: PartsTaker['take'] = (parts) =>
    new Promise((taken) => inbox.put({ kind: 'parts', file, parts, taken: () => taken() }))
  readers.read(file, take).then(
    (prepared) => inbox.put({ kind: 'file', file, prepared }),
    (error: unknown) => inbox.fail(error),
  )
}

function textBytesOf(arrival: Arrival): number {
  const texts = arrival.kind === 'file' ? [arrival.prepared] : arrival.parts
  return texts.reduce((sum, text) => sum + (text.kind === 'prepared' ? text.textBytes : 0), 0)
}

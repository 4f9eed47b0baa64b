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

/** Reads one file; its parts go to `take` as they come. */
export type ReadFile = (file: WaitingFile, take: PartsTaker['take']) => Promise<Prepared>

/** Has `files` read, several at once; what comes of them is yielded in the order it comes. */
export async function* readFiles(
  files: readonly WaitingFile[],
  read: ReadFile,
  signal: AbortSignal,
): AsyncGenerator<Arrival> {
  const inbox = new Inbox<Arrival>()
  let [next, underWay, bytes] = [0, 0, 0]
  const hasRoom = (): boolean =>
    underWay < filesInFlight || (underWay < smallFilesInFlight && bytes + files[next].size <= bytesInFlight)
  while (next < files.length || underWay > 0) {
    signal.throwIfAborted()
    for (; next < files.length && hasRoom(); next++, underWay++) {
      bytes += files[next].size
      start(files[next], read, inbox)
    }
    const arrival = await inbox.next()
    if (arrival.kind === 'file') {
      underWay--
      bytes -= arrival.file.size
    }
    yield arrival
  }
}

function start(file: WaitingFile, read: ReadFile, inbox: Inbox<Arrival>): void {
  const take: PartsTaker['take'] = (parts) =>
    new Promise((taken) => inbox.put({ kind: 'parts', file, parts, taken: () => taken() }))
  read(file, take).then(
    (prepared) => inbox.put({ kind: 'file', file, prepared }),
    (error: unknown) => inbox.fail(error),
  )
}

import { parentPort, workerData } from 'node:worker_threads'
import { letOthersFirst, ownThread } from '../thread-share.ts'
import { Backlog } from './backlog.ts'
import type { FromWorker, SharedWithThread, ToWorker } from './extract-pool.ts'
import { muteConsole } from './mute-console.ts'
import { prepareDocument } from './prepare.ts'
import type { PartsHost } from './prepare-parts.ts'
import { type SentPart, type SentPrepared, type SentText, TermsSender } from './sent-terms.ts'
import { StepInHand, Steps } from './steps.ts'

/*
 * One thread of the pool: prepares one file after another. What it cannot survive (a parser that never ends, memory) is
 * the pool's to notice.
 */

muteConsole()

type Job = Extract<ToWorker, { kind: 'job' }>
type Reply = Exclude<ToWorker, Job>

const shared = workerData as SharedWithThread // the pool gives nothing else
const thread = ownThread()
if (shared.isInBackground) letOthersFirst(thread)
send({ kind: 'began', thread }, [])
const inHand = new StepInHand(shared.inHand)
const backlog = new Backlog(shared.backlog)
const sender = new TermsSender(() => backlog.isWaitedFor())
let last: Promise<void> = Promise.resolve()
/** Waits for the pool's word about the file at hand. */
let waiting: ((reply: Reply) => void) | null = null

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'job') last = last.then(() => answer(message))
  else waiting?.(message)
})

async function answer(job: Job): Promise<void> {
  const { id, request } = job
  const prepared = sender.prepared(await prepareDocument(request, hostFor(job)))
  send({ kind: 'done', id, prepared }, buffersOf(prepared))
}

function send(message: FromWorker, buffers: ArrayBuffer[]): void {
  parentPort?.postMessage(message, buffers)
}

function hostFor({ id, startAfter, deadly }: Job): PartsHost {
  return {
    startAfter,
    steps: new Steps((step) => inHand.write(id, step), deadly),
    async knownHashes(reread) {
      send({ kind: 'asks', id, reread }, [])
      const reply = await nextReply()
      return reply.kind === 'known' ? reply.hashes : new BigUint64Array(0)
    },
    async take(prepared, through) {
      const parts = sender.parts(prepared)
      send({ kind: 'parts', id, parts, through }, parts.flatMap(buffersOfPart))
      if ((await nextReply()).kind === 'stop') throw new Error('Nobody waits for this file any more')
    },
  }
}

function nextReply(): Promise<Reply> {
  return new Promise((resolve) => {
    waiting = resolve
  })
}

function buffersOf(prepared: SentPrepared): ArrayBuffer[] {
  return prepared.kind === 'prepared' ? [...transferable(prepared), ...prepared.parts.flatMap(buffersOfPart)] : []
}

function buffersOfPart(part: SentPart): ArrayBuffer[] {
  return part.kind === 'prepared' ? transferable(part) : []
}

/** The memory that can be handed over without a copy: of the lists, and of the text where it is all of its memory. */
function transferable({ utf8, starts }: SentText): ArrayBuffer[] {
  const lists = starts.buffer instanceof ArrayBuffer ? [starts.buffer] : []
  const isWhole = utf8.byteLength > 0 && utf8.byteLength === utf8.buffer.byteLength
  return isWhole ? [utf8.buffer, ...lists] : lists
}

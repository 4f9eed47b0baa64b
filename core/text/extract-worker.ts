import { parentPort } from 'node:worker_threads'
import type { ExtractAnswer, ExtractJob } from './extract-pool.ts'
import { prepareDocument, type Prepared } from './prepare.ts'

/*
 * One thread of the pool: prepares one file after another. What it cannot survive (a parser that never ends, memory) is
 * the pool's to notice.
 */

let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (job: ExtractJob) => {
  last = last.then(() => answer(job))
})

async function answer({ id, request }: ExtractJob): Promise<void> {
  const prepared = await prepareDocument(request)
  parentPort?.postMessage({ id, prepared } satisfies ExtractAnswer, transferable(prepared))
}

/** The buffers that can be handed over without a copy: those that are used from end to end by one array. */
function transferable(prepared: Prepared): ArrayBuffer[] {
  if (prepared.kind !== 'prepared') return []
  const { outline, starts, ends, checks, cachedText, terms } = prepared
  const buffers = new Set<ArrayBuffer>()
  for (const view of [
    outline,
    starts,
    ends,
    checks,
    cachedText,
    terms.firsts,
    terms.ids,
    terms.counts,
    terms.lengths,
  ]) {
    if (view?.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength && view.byteLength > 0)
      buffers.add(view.buffer)
  }
  return [...buffers]
}

import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, SharedWithThread, ToWorker } from '../extract-pool.ts'
import { prepareDocument } from '../prepare.ts'
import { TermsSender } from '../sent-terms.ts'
import { StepInHand, Steps } from '../steps.ts'

/*
 * Stands in for extract-worker in tests: reads files as it does, and its thread ends at the steps that the file's name has, each
 * once: 'letters 2.0 5.1.zip' at step 0 of place 2, and, for the thread after that, at step 1 of place 5.
 */

const inHand = new StepInHand((workerData as SharedWithThread).inHand) // the pool gives nothing else
const sender = new TermsSender(() => false)
let heard: (message: ToWorker) => void = () => {}

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'job') void answer(message)
  else heard(message)
})

async function answer({ id, request, startAfter, deadly }: Extract<ToWorker, { kind: 'job' }>): Promise<void> {
  const fatal = [...basename(request.path).matchAll(/(\d+)\.(\d+)/g)].map(([, place, step]) => `${place}.${step}`)
  const survived = new Set(deadly.map(({ place, step }) => `${place}.${step}`))
  const steps = new Steps((step) => {
    inHand.write(id, step)
    const here = `${step.place}.${step.step}`
    if (fatal.includes(here) && !survived.has(here)) process.exit(7)
  }, deadly)
  const ask = (message: FromWorker): Promise<ToWorker> =>
    new Promise((resolve) => {
      heard = resolve
      parentPort?.postMessage(message, [])
    })
  const prepared = await prepareDocument(request, {
    startAfter,
    steps,
    async knownHashes(reread) {
      const reply = await ask({ kind: 'asks', id, reread })
      return reply.kind === 'known' ? reply.hashes : new BigUint64Array(0)
    },
    take: async (parts, through) => void (await ask({ kind: 'parts', id, parts: sender.parts(parts), through })),
  })
  parentPort?.postMessage({ kind: 'done', id, prepared: sender.prepared(prepared) } satisfies FromWorker, [])
}

import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, SharedWithThread, ToWorker } from '../extract-pool.ts'
import { type Problem, problemOf } from '../prepared.ts'
import type { SentPart } from '../sent-terms.ts'
import { muteConsole } from '../mute-console.ts'
import { StepInHand, Steps } from '../steps.ts'

/*
 * Stands in for extract-worker in the pool's tests: does to its thread what the file's name says, and answers anything else
 * as unchanged, with the thread's number of answers so far as the hash.
 */

muteConsole()

let answers = 0n

/** The file whose part was handed over, until we hear of it. */
let handedOver: number | null = null

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'job') {
    if (handedOver !== null) sayDone(handedOver)
    handedOver = null
    return
  }
  const { id, request } = message
  switch (basename(request.path)) {
    case 'hang':
      for (;;);
    case 'print':
      // oxlint-disable-next-line no-console -- as parsers do
      console.log('printed by a parser')
      // oxlint-disable-next-line no-console -- as parsers do
      console.error('printed by a parser')
      sayDone(id)
      break
    case 'throw':
      throw new Error('thrown on purpose')
    case 'exit':
      process.exit(7)
      break
    case 'memory':
      fillMemory()
      break
    case 'parts':
      readParts(message)
      break
    case 'one part':
      handedOver = id
      sendPart(id, 1)
      break
    default:
      answers++
      parentPort?.postMessage(
        { kind: 'done', id, prepared: { kind: 'unchanged', hash: answers, size: 1, mtimeMs: 1 } } satisfies FromWorker,
        [],
      )
  }
})

/** Four parts, of which the second hangs and the third ends the thread; those known to do so are passed over. */
function readParts({ id, startAfter, deadly }: Extract<ToWorker, { kind: 'job' }>): void {
  const inHand = new StepInHand((workerData as SharedWithThread).inHand) // the pool gives nothing else
  const steps = new Steps((step) => inHand.write(id, step), deadly)
  for (let number = startAfter + 1; number <= 4; number++) {
    steps.read(number)
    try {
      steps.take()
    } catch (error) {
      sendPart(id, number, problemOf(error))
      continue
    }
    if (number === 2) for (;;);
    if (number === 3) process.exit(7)
    sendPart(id, number)
  }
  sayDone(id)
}

function sendPart(id: number, number: number, problem?: Problem): void {
  const part = `part ${number}`
  const sent: SentPart =
    problem === undefined
      ? { kind: 'unchanged', part, hash: 1n }
      : { kind: 'failed', part, hash: null, size: 0, ...problem }
  parentPort?.postMessage({ kind: 'parts', id, parts: [sent], through: number } satisfies FromWorker, [])
}

function sayDone(id: number): void {
  const done = { kind: 'container', format: 'test', size: 1, mtimeMs: 1, state: null, isGrown: false } as const
  parentPort?.postMessage({ kind: 'done', id, prepared: done } satisfies FromWorker, [])
}

function fillMemory(): void {
  const kept: number[][] = []
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + 0.5))
}

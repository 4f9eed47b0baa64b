import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, SharedWithThread, ToWorker } from '../extract-pool.ts'
import { PartInHand } from '../part-in-hand.ts'
import { muteConsole } from '../mute-console.ts'

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
  const { id, request, startAfter } = message
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
      readParts(id, startAfter)
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

/** Four parts, of which the second hangs and the third ends the thread. */
function readParts(id: number, startAfter: number): void {
  const inHand = new PartInHand((workerData as SharedWithThread).inHand) // the pool gives nothing else
  for (let number = startAfter + 1; number <= 4; number++) {
    inHand.write(number, `part ${number}`)
    if (number === 2) for (;;);
    if (number === 3) process.exit(7)
    inHand.write(number, null)
    sendPart(id, number)
  }
  sayDone(id)
}

function sendPart(id: number, number: number): void {
  const parts = [{ kind: 'unchanged', part: `part ${number}`, hash: 1n } as const]
  parentPort?.postMessage({ kind: 'parts', id, parts } satisfies FromWorker, [])
}

function sayDone(id: number): void {
  const done = { kind: 'container', format: 'test', size: 1, mtimeMs: 1, state: null, isGrown: false } as const
  parentPort?.postMessage({ kind: 'done', id, prepared: done } satisfies FromWorker, [])
}

function fillMemory(): void {
  const kept: number[][] = []
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + 0.5))
}

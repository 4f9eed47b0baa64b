/*
 * A process of its own that tries one provider on one model: a driver that crashes or hangs takes only this down. Asked by one
 * message, answers by one, and ends.
 */
import { AppError, messageOf } from '../../errors.ts'
import { openEncoder } from '../encoder.ts'
import { sampleChunks, sampleInputs } from '../models/sample-texts.ts'
import type { ProbeAnswer, ProbeQuestion } from './probe.ts'

/** The chunks are embedded again and again for about this long. */
const measureMs = 700

// The app is gone: nobody takes the answer.
process.once('disconnect', () => process.exit())

process.once('message', (question: ProbeQuestion) => {
  void probe(question).then((answer) => process.send?.(answer, () => process.exit(0)))
})

async function probe({ folder, provider, threads }: ProbeQuestion): Promise<ProbeAnswer> {
  try {
    const encoder = await openEncoder(folder, { provider, ...(threads === undefined ? {} : { threads }) })
    const vectors = await encoder.embed(sampleInputs)
    // The first time also builds what the provider needs for such lengths; it counts for nothing.
    await encoder.embed(sampleChunks)
    const started = performance.now()
    let chunks = 0
    while (performance.now() - started < measureMs) {
      await encoder.embed(sampleChunks)
      chunks += sampleChunks.length
    }
    const chunksPerSecond = (chunks / (performance.now() - started)) * 1000
    return { kind: 'measured', chunksPerSecond, dimensions: encoder.dimensions, vectors: Array.from(vectors) }
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) }
  }
}

/** Where the model did not run, what onnxruntime said: whether the model or the provider is at fault shows beside the others. */
function reasonOf(error: unknown): string {
  const isRun = error instanceof AppError && error.code === 'model-mismatch'
  return messageOf(isRun ? (error.cause ?? error) : error)
}

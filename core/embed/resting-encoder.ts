import { AppError } from '../errors.ts'
import type { EmbedOptions, Encoder } from './encoder.ts'
import { LackingModel } from './lacking-model.ts'
import type { EncoderInput } from './windows.ts'

export interface RestingParts {
  /** Opens the same model again. */
  reopen(): Promise<Encoder>
  /** Without work for so long, the model is let go; milliseconds. */
  readonly restAfterMs: number
  /** The model was let go: what else is not needed for now may go, too. */
  onRest?(): void
}

/**
 * An encoder whose model is in memory only while there is work, and for a while after: the embedded one takes 57 MB, of which 20
 * stay, others with their runtime far more. The next call opens it again, which takes a fifth of a second.
 */
// No function below may name `first`: what it holds would stay with it.
export function restingEncoder(first: Encoder, { reopen, restAfterMs, onRest = () => {} }: RestingParts): Encoder {
  const { name, dimensions, maxTokens, fingerprint, languages } = first
  const centre = Float32Array.from(first.centre)
  let awake: Promise<Encoder> | null = Promise.resolve(first)
  let working = 0
  let isClosed = false
  let timer: NodeJS.Timeout | null = null
  const lacking = new LackingModel()

  /** Begins to count the time without work anew. */
  function restLater(): void {
    if (timer !== null) clearTimeout(timer)
    timer = isClosed || awake === null ? null : setTimeout(() => void rest(), restAfterMs).unref()
  }

  async function rest(): Promise<void> {
    if (working > 0 || awake === null || isClosed) return
    await letGo()
    onRest()
  }

  /** On its own, so that nothing names the model any more when `onRest` has the memory collected. */
  async function letGo(): Promise<void> {
    const old = awake
    awake = null
    await (await old)?.close()
  }

  function wake(): Promise<Encoder> {
    const { recent } = lacking
    if (recent !== null) return Promise.reject(recent)
    awake ??= reopenNoting()
    return awake
  }

  async function reopenNoting(): Promise<Encoder> {
    try {
      const opened = await reopen()
      lacking.clear()
      return opened
    } catch (error) {
      awake = null
      if (error instanceof AppError) lacking.note(error)
      throw error
    }
  }

  async function embed(
    inputs: readonly EncoderInput[],
    signal?: AbortSignal,
    options?: EmbedOptions,
  ): Promise<Float32Array> {
    if (isClosed) throw new AppError('failed', 'The encoder is closed; open it again to embed texts.')
    working++
    try {
      return await (await wake()).embed(inputs, signal, options)
    } finally {
      working--
      restLater()
    }
  }

  async function wakeUp(): Promise<void> {
    if (isClosed) return
    await wake()
    if (working === 0) restLater()
  }

  async function close(): Promise<void> {
    isClosed = true
    if (timer !== null) clearTimeout(timer)
    const old = await awake?.catch(() => null)
    await old?.close()
  }

  restLater()
  return {
    name,
    dimensions,
    maxTokens,
    fingerprint,
    centre,
    ...(languages !== undefined && { languages }),
    embed,
    wake: wakeUp,
    trouble: () => lacking.error,
    close,
  }
}

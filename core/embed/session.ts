import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { AppError, messageOf } from '../errors.ts'
import type { ModelFolder } from './model-folder.ts'
import type { TokenBuffer } from './token-buffer.ts'
import type { Window } from './windows.ts'

/** A loaded model: windows in, one embedding a window out. */
export interface Session {
  /** Row-major [windows x dimensions]. onnxruntime works on the calling thread: the event loop stands still for one batch. */
  run(windows: readonly Window[], tokens: TokenBuffer): Promise<Float32Array>
  release(): Promise<void>
}

/** @throws AppError `model-mismatch` when the model cannot be loaded or is not what model.json says */
export async function openSession(folder: ModelFolder, threads: number): Promise<Session> {
  const { description, model } = folder
  // Imported here, not above: loading the library takes 50 ms, and many programs that import this file never open a model.
  const onnx = await import('onnxruntime-node')
  const session = await load(model, threads, onnx.InferenceSession)
  const unknown = session.inputNames.filter((name) => !(description.inputs as readonly string[]).includes(name))
  const unused = description.inputs.filter((name) => !session.inputNames.includes(name))
  if (unknown.length + unused.length > 0 || !session.outputNames.includes(description.output)) {
    const found = `${session.inputNames.join(', ')} → ${session.outputNames.join(', ')}`
    const expected = `${description.inputs.join(', ')} → ${description.output}`
    throw new AppError('model-mismatch', `Expected model.onnx to have ${expected} (model.json), got ${found}`)
  }
  return {
    async run(windows, tokens) {
      const feeds = feedsOf(windows, tokens, (data, dims) => new onnx.Tensor('int64', data, dims))
      const picked = Object.fromEntries(description.inputs.map((name) => [name, feeds[name]]))
      const answer = await session.run(picked, [description.output])
      return rowsOf(answer[description.output], windows.length, description.dimensions)
    },
    release: () => session.release(),
  }
}

async function load(model: Uint8Array, threads: number, library: typeof InferenceSession): Promise<InferenceSession> {
  try {
    return await library.create(model, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Idle threads sleep instead of spinning: a search app waits most of its life.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    })
  } catch (error) {
    throw new AppError('model-mismatch', `model.onnx cannot be loaded: ${messageOf(error)}`, { cause: error })
  }
}

type MakeTensor = (data: BigInt64Array, dims: readonly number[]) => Tensor

/** The three inputs a text encoder can have, [windows x longest window], padded with id 0 under a zero mask. */
function feedsOf(windows: readonly Window[], tokens: TokenBuffer, tensor: MakeTensor) {
  const width = windows.reduce((most, window) => Math.max(most, window.length), 1)
  const cells = windows.length * width
  const ids = new BigInt64Array(cells)
  const mask = new BigInt64Array(cells)
  // Ids fit in 31 bits: writing the low halves avoids a BigInt per token. Little-endian, as every machine that runs Node 24 is.
  const idHalves = new Int32Array(ids.buffer)
  const maskHalves = new Int32Array(mask.buffer)
  const source = tokens.ids
  for (let row = 0; row < windows.length; row++) {
    const { headerStart, headerLength, textStart, textLength } = windows[row]
    let at = row * width * 2
    for (let i = headerStart; i < headerStart + headerLength; i++, at += 2) idHalves[at] = source[i]
    for (let i = textStart; i < textStart + textLength; i++, at += 2) idHalves[at] = source[i]
    for (let i = row * width * 2; i < at; i += 2) maskHalves[i] = 1
  }
  const dims = [windows.length, width]
  return {
    input_ids: tensor(ids, dims),
    attention_mask: tensor(mask, dims),
    token_type_ids: tensor(new BigInt64Array(cells), dims),
  }
}

function rowsOf(output: Tensor, rows: number, dimensions: number): Float32Array {
  if (output.data instanceof Float32Array && output.dims.length === 2 && output.data.length === rows * dimensions) {
    return output.data
  }
  const found = `${output.type} [${output.dims.join(' x ')}]`
  throw new AppError('model-mismatch', `Expected the model to give float32 [${rows} x ${dimensions}], got ${found}`)
}

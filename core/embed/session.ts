import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { AppError, messageOf } from '../errors.ts'
import type { Provider } from '../types.ts'
import { modelInputs, type ModelDescription, type Pooling } from './model-description.ts'
import type { ModelFolder } from './model-folder.ts'
import { pool } from './pooling.ts'
import { openTableSession } from './table/table-session.ts'
import type { TextTokenizer } from './text-tokenizer.ts'
import type { TokenBuffer } from './token-buffer.ts'
import type { Window } from './windows.ts'
import { say } from '../sayings/say.ts'

/** A loaded model: windows in, one embedding a window out. */
export interface Session {
  /** Row-major [windows x dimensions]. The model works on the calling thread: the event loop stands still for one batch. */
  run(windows: readonly Window[], tokens: Pick<TokenBuffer, 'ids'>): Promise<Float32Array>
  release(): Promise<void>
}

export interface SessionOptions {
  readonly threads: number
  readonly provider: Provider
  readonly tokenizer: TextTokenizer
}

/**
 * On the CPU a table by our own kernel, all else by onnxruntime.
 * @throws AppError `model-mismatch` when the model cannot be loaded or is not what its folder says
 */
export async function openSession(folder: ModelFolder, options: SessionOptions): Promise<Session> {
  const table = options.provider === 'cpu' ? openTableSession(folder, options.tokenizer) : null
  return table ?? openOnnxSession(folder, options)
}

/** By onnxruntime, whatever the model. @throws AppError `model-mismatch`, see `openSession` */
export async function openOnnxSession(folder: ModelFolder, options: SessionOptions): Promise<Session> {
  // Imported here, not above: loading the library takes 50 ms, and many programs that import this file never open a model.
  const onnx = await import('onnxruntime-node')
  // Of the folder nothing else is kept: the bytes of the model are as large as the model.
  const { description } = folder
  const session = await load(folder, options, onnx.InferenceSession)
  try {
    const { inputs, output, pooling } = fittingShape(session, description)
    const types = new Map(session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : '']))
    const tensorOf = (name: string, cells: BigInt64Array, dims: readonly number[]): Tensor =>
      types.get(name) === 'int32'
        ? new onnx.Tensor('int32', Int32Array.from(cells, Number), dims)
        : new onnx.Tensor('int64', cells, dims)
    return {
      async run(windows, tokens) {
        const width = windows.reduce((most, window) => Math.max(most, window.length), 1)
        const cells = cellsOf({ windows, width, tokens, tokenizer: options.tokenizer })
        const feeds = Object.fromEntries(
          inputs.map((name) => [name, tensorOf(name, cells[name], [windows.length, width])]),
        )
        const answer = (await runModel(session, feeds, output))[output]
        return pool(hiddenOf(answer, [windows.length, width, description.dimensions], pooling), windows, pooling)
      },
      release: () => session.release(),
    }
  } catch (error) {
    await session.release()
    throw error
  }
}

async function load(
  { model, modelPath }: ModelFolder,
  { threads, provider }: SessionOptions,
  library: typeof InferenceSession,
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    // Without its arena glibc before 2.38 scatters the tensors over ever more memory: 60 MB became up to 650 (glibc bug 14581).
    enableCpuMemArena: true,
    // Threads look for work while a run lasts, a fifth faster with two, and sleep after it: a search app waits most of its life. Weights of int8 are taken as
    // uint8 on processors whose products of signed and unsigned bytes saturate (AVX2 without VNNI): a vector's cosine to the right one fell to .86 there.
    extra: { session: { intra_op: { allow_spinning: '1' }, force_spinning_stop: '1', x64quantprecision: '1' } },
  }
  try {
    // By its path, the weights beside it are found, and mapped into memory instead of read.
    return await (modelPath === null ? library.create(model, options) : library.create(modelPath, options))
  } catch (error) {
    throw new AppError('model-mismatch', say('model.notLoaded', { reason: messageOf(error) }), { cause: error })
  }
}

type Input = (typeof modelInputs)[number]

/** The inputs to feed, the output to read and what to do with it. */
interface Shape {
  readonly inputs: readonly Input[]
  readonly output: string
  readonly pooling: Pooling
}

function fittingShape(session: InferenceSession, description: ModelDescription): Shape {
  const inputs = modelInputs.filter((name) => session.inputNames.includes(name))
  const output = description.output ?? outputLike(session)
  const isFitting =
    inputs.length === session.inputNames.length &&
    inputs.includes('input_ids') &&
    (description.inputs === undefined || inputs.toSorted().join() === description.inputs.toSorted().join()) &&
    output !== undefined &&
    session.outputNames.includes(output)
  if (isFitting) return { inputs, output, pooling: rankOf(session, output) === 2 ? 'none' : description.pooling }
  const found = `${session.inputNames.join(', ')} → ${session.outputNames.join(', ')}`
  const wantedInputs = description.inputs?.join(', ') ?? `input_ids and some of ${modelInputs.slice(1).join(', ')}`
  const wantedOutput = description.output ?? 'embeddings or hidden states'
  throw new AppError('model-mismatch', `Expected model.onnx to have ${wantedInputs} → ${wantedOutput}, got ${found}`)
}

/** Embeddings before hidden states, both by the names that exporters give them; `pooler_output` is no embedding. */
function outputLike(session: InferenceSession): string | undefined {
  const names = ['sentence_embedding', 'last_hidden_state', 'token_embeddings', 'hidden_states']
  const others = session.outputNames.filter((name) => name !== 'pooler_output')
  return names.find((name) => session.outputNames.includes(name)) ?? others.find((name) => rankOf(session, name) >= 2)
}

/** Dimensions of an output; 0 where the model does not say. */
function rankOf({ outputMetadata }: InferenceSession, name: string): number {
  const found = outputMetadata.find((output) => output.name === name)
  return found?.isTensor === true ? found.shape.length : 0
}

/** After each run the arena gives back what it took: it would keep what the largest run needed. */
const runOptions: InferenceSession.RunOptions = {
  extra: { memory: { enable_memory_arena_shrinkage: 'cpu:0' } },
}

async function runModel(session: InferenceSession, feeds: Record<string, Tensor>, output: string) {
  try {
    return await session.run(feeds, [output], runOptions)
  } catch (error) {
    const message = messageOf(error)
    const isUnknownId = message.includes('out of data bounds') || message.includes('indices element')
    const todo = isUnknownId ? 'It does not know an id of tokenizer.json, which may be that of another model. ' : ''
    throw new AppError('model-mismatch', `model.onnx cannot be run. ${todo}(${message})`, { cause: error })
  }
}

/** The inputs a text encoder can have, [windows x width], padded under a zero mask. */
function cellsOf({
  windows,
  width,
  tokens,
  tokenizer: { before, after, padId },
}: {
  windows: readonly Window[]
  width: number
  tokens: Pick<TokenBuffer, 'ids'>
  tokenizer: TextTokenizer
}): Readonly<Record<Input, BigInt64Array>> {
  const cells = windows.length * width
  const ids = new BigInt64Array(cells)
  const mask = new BigInt64Array(cells)
  const positions = new BigInt64Array(cells)
  // Ids fit in 31 bits: writing the low halves avoids a BigInt per token. Little-endian, as every machine that runs Node 24 is.
  const idHalves = new Int32Array(ids.buffer)
  const maskHalves = new Int32Array(mask.buffer)
  const positionHalves = new Int32Array(positions.buffer)
  const source = tokens.ids
  for (let row = 0; row < windows.length; row++) {
    const { headerStart, headerLength, textStart, textLength } = windows[row]
    const start = row * width * 2
    const end = start + width * 2
    let at = start
    for (let i = 0; i < before.length; i++, at += 2) idHalves[at] = before[i]
    for (let i = headerStart; i < headerStart + headerLength; i++, at += 2) idHalves[at] = source[i]
    for (let i = textStart; i < textStart + textLength; i++, at += 2) idHalves[at] = source[i]
    for (let i = 0; i < after.length; i++, at += 2) idHalves[at] = after[i]
    for (let i = start; i < at; i += 2) {
      maskHalves[i] = 1
      positionHalves[i] = (i - start) / 2
    }
    for (; at < end; at += 2) idHalves[at] = padId
  }
  return { input_ids: ids, attention_mask: mask, token_type_ids: new BigInt64Array(cells), position_ids: positions }
}

function hiddenOf(output: Tensor, [rows, width, dimensions]: readonly number[], pooling: Pooling) {
  const { data, dims } = output
  const expected = pooling === 'none' ? [rows, dimensions] : [rows, width, dimensions]
  const isFloat = data instanceof Float32Array || data instanceof Float16Array
  if (isFloat && dims.join() === expected.join()) return { data, width: pooling === 'none' ? 1 : width, dimensions }
  throw new AppError(
    'model-mismatch',
    `Expected the model to give numbers [${expected.join(' x ')}], got ${output.type} [${dims.join(' x ')}]`,
  )
}

/* A small BERT with random weights: as an ONNX model and, for comparison, computed in plain loops. */
import { randomNumbers } from '../../random.ts'
import { writeOnnx, type ElementType, type OnnxNode, type OnnxTensor } from '../onnx-writer.ts'

export interface TransformerShape {
  readonly layers: number
  readonly width: number
  readonly heads: number
  /** Width of the layer between; default: four times `width`. */
  readonly inner?: number
  readonly vocabulary: number
  readonly positions: number
  readonly seed?: number
}

/** How the ONNX file stores and computes. `int8`: as dynamic quantisation does, weights per channel, inputs per tensor. */
export type Precision = 'fp32' | 'fp16' | 'int8'

export interface OnnxForm {
  readonly precision?: Precision
  /** Inputs in their order; default: all three. */
  readonly inputs?: readonly string[]
  readonly idType?: 'int64' | 'int32'
  /** Name of the hidden states [batch, tokens, width]; default: last_hidden_state. */
  readonly output?: string
  /** Also gives `pooler_output` [batch, width], which is no embedding, in front of the hidden states. */
  readonly hasPooler?: boolean
}

interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Float32Array
}

interface Layer {
  readonly query: Matrix
  readonly key: Matrix
  readonly value: Matrix
  readonly output: Matrix
  readonly up: Matrix
  readonly down: Matrix
}

/** Weights of a transformer; biases are zero but for the norms', which are 1 and a small number. */
export interface Transformer {
  readonly shape: Required<TransformerShape>
  readonly words: Matrix
  readonly positions: Matrix
  readonly types: Matrix
  readonly layers: readonly Layer[]
}

const normBias = 0.01
const epsilon = 1e-12

/** The same weights for the same shape and seed. */
export function makeTransformer(options: TransformerShape): Transformer {
  const shape = { inner: options.width * 4, seed: 1, ...options }
  const random = randomNumbers(shape.seed)
  const matrix = (rows: number, columns: number): Matrix => {
    // Uniform with the variance that keeps the size of what goes through; embeddings get it too.
    const spread = Math.sqrt(3 / Math.max(rows, columns, 1))
    const data = new Float32Array(rows * columns)
    for (let i = 0; i < data.length; i++) data[i] = (random() * 2 - 1) * spread * 2
    return { rows, columns, data }
  }
  const { width, inner } = shape
  return {
    shape,
    words: matrix(shape.vocabulary, width),
    positions: matrix(shape.positions, width),
    types: matrix(2, width),
    layers: Array.from({ length: shape.layers }, () => ({
      query: matrix(width, width),
      key: matrix(width, width),
      value: matrix(width, width),
      output: matrix(width, width),
      up: matrix(width, inner),
      down: matrix(inner, width),
    })),
  }
}

/** The hidden states [ids.length × width] of one text, all types 0. */
export function hiddenStates(
  { shape, words, positions, types, layers }: Transformer,
  ids: readonly number[],
): Float32Array {
  const { width, heads } = shape
  let states = new Float32Array(ids.length * width)
  for (const [row, id] of ids.entries()) {
    for (let d = 0; d < width; d++) {
      states[row * width + d] = words.data[id * width + d] + positions.data[row * width + d] + types.data[d]
    }
  }
  states = normalise(states, width)
  for (const layer of layers) {
    const mixed = attention({ states, layer, width, heads })
    states = normalise(sum(states, multiply(mixed, layer.output)), width)
    const inner = multiply(states, layer.up).map(gelu)
    states = normalise(sum(states, multiply(inner, layer.down)), width)
  }
  return states
}

function attention({
  states,
  layer,
  width,
  heads,
}: {
  states: Float32Array
  layer: Layer
  width: number
  heads: number
}) {
  const [query, key, value] = [layer.query, layer.key, layer.value].map((weights) => multiply(states, weights))
  const [tokens, size] = [states.length / width, width / heads]
  const mixed = new Float32Array(states.length)
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < tokens; i++) {
      const scores = Array.from({ length: tokens }, (_, j) => {
        let dot = 0
        for (let d = head * size; d < (head + 1) * size; d++) dot += query[i * width + d] * key[j * width + d]
        return Math.exp(dot / Math.sqrt(size))
      })
      const total = scores.reduce((a, b) => a + b)
      for (let j = 0; j < tokens; j++) {
        for (let d = head * size; d < (head + 1) * size; d++) {
          mixed[i * width + d] += (scores[j] / total) * value[j * width + d]
        }
      }
    }
  }
  return mixed
}

function multiply(states: Float32Array, { rows, columns, data }: Matrix): Float32Array {
  const result = new Float32Array((states.length / rows) * columns)
  for (let i = 0; i < states.length / rows; i++) {
    for (let k = 0; k < rows; k++) {
      const factor = states[i * rows + k]
      for (let j = 0; j < columns; j++) result[i * columns + j] += factor * data[k * columns + j]
    }
  }
  return result
}

function sum(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i])
}

function normalise(states: Float32Array, width: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(states.length)
  for (let start = 0; start < states.length; start += width) {
    const row = states.subarray(start, start + width)
    const mean = row.reduce((a, b) => a + b, 0) / width
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / width
    for (let d = 0; d < width; d++) result[start + d] = (row[d] - mean) / Math.sqrt(variance + epsilon) + normBias
  }
  return result
}

function gelu(x: number): number {
  return 0.5 * x * (1 + erf(x / Math.SQRT2))
}

/** Abramowitz and Stegun 7.1.26, error below 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return Math.sign(x) * (1 - series * Math.exp(-x * x))
}

/** The bytes of the same transformer as model.onnx. */
export function onnxOf(transformer: Transformer, form: OnnxForm = {}): Uint8Array {
  return new GraphBuilder(transformer, form).bytes()
}

class GraphBuilder {
  readonly #transformer: Transformer
  readonly #form: Required<OnnxForm>
  readonly #float: ElementType
  readonly #nodes: OnnxNode[] = []
  readonly #initializers: OnnxTensor[] = []
  #count = 0

  constructor(transformer: Transformer, form: OnnxForm) {
    this.#transformer = transformer
    this.#form = {
      precision: 'fp32',
      inputs: ['input_ids', 'attention_mask', 'token_type_ids'],
      idType: 'int64',
      output: 'last_hidden_state',
      hasPooler: false,
      ...form,
    }
    this.#float = this.#form.precision === 'fp16' ? 'float16' : 'float32'
  }

  bytes(): Uint8Array {
    const { inputs, idType, output, hasPooler } = this.#form
    const { width, layers } = this.#transformer.shape
    this.#constants()
    let states = this.#embeddings()
    const bias = this.#maskBias()
    for (let layer = 0; layer < layers; layer++) states = this.#layer(this.#transformer.layers[layer], states, bias)
    this.#nodes.push({ type: 'Identity', inputs: [states], outputs: [output] })
    if (hasPooler)
      this.#nodes.push({
        type: 'ReduceMax',
        inputs: [states],
        outputs: ['pooler_output'],
        attributes: { axes: [1], keepdims: 0 },
      })
    const pooled = { name: 'pooler_output', type: this.#float, dims: ['batch', width] }
    return writeOnnx({
      inputs: inputs.map((name) => ({ name, type: idType, dims: ['batch', 'tokens'] })),
      outputs: [...(hasPooler ? [pooled] : []), { name: output, type: this.#float, dims: ['batch', 'tokens', width] }],
      initializers: this.#initializers,
      nodes: this.#nodes,
    })
  }

  #constants(): void {
    const { width, heads } = this.#transformer.shape
    this.#floats('norm.scale', [width], new Float32Array(width).fill(1))
    this.#floats('norm.bias', [width], new Float32Array(width).fill(normBias))
    for (const [name, value] of Object.entries({ one: 1, half: 0.5, root2: Math.SQRT2, masked: -10_000 })) {
      this.#floats(name, [], Float32Array.of(value))
    }
    this.#floats('root.size', [], Float32Array.of(Math.sqrt(width / heads)))
    this.#integers('zero', [], [0])
    this.#integers('step', [], [1])
    this.#integers('split', [4], [0, 0, heads, width / heads])
    this.#integers('join', [3], [0, 0, width])
    this.#integers('axes', [2], [1, 2])
  }

  #embeddings(): string {
    const { words, positions, types } = this.#transformer
    const ids = 'input_ids'
    const { inputs } = this.#form
    const length = this.#add('Gather', [this.#add('Shape', [ids]), 'step'])
    const range = this.#add('Range', ['zero', length, 'step'])
    const type = inputs.includes('token_type_ids') ? 'token_type_ids' : this.#add('Mul', [ids, this.#idZero()])
    const summed = this.#add('Add', [
      this.#add('Add', [
        this.#add('Gather', [this.#matrix('words', words), ids]),
        this.#add('Gather', [this.#matrix('types', types), type]),
      ]),
      this.#add('Gather', [this.#matrix('positions', positions), range]),
    ])
    return this.#norm(summed)
  }

  #idZero(): string {
    if (this.#form.idType === 'int64') return 'zero'
    this.#initializers.push({ name: 'zero32', type: 'int32', dims: [], data: Int32Array.of(0) })
    return 'zero32'
  }

  #maskBias(): string {
    const mask = this.#add('Cast', [this.#add('Unsqueeze', ['attention_mask', 'axes'])], {
      to: this.#float === 'float16' ? 10 : 1,
    })
    return this.#add('Mul', [this.#add('Sub', ['one', mask]), 'masked'])
  }

  #layer(layer: Layer, states: string, bias: string): string {
    const head = (weights: Matrix, perm: readonly number[]): string =>
      this.#add('Transpose', [this.#add('Reshape', [this.#multiply(states, weights), 'split'])], { perm })
    const [query, key, value] = [
      head(layer.query, [0, 2, 1, 3]),
      head(layer.key, [0, 2, 3, 1]),
      head(layer.value, [0, 2, 1, 3]),
    ]
    const scores = this.#add('Div', [this.#add('MatMul', [query, key]), 'root.size'])
    const shares = this.#add('Softmax', [this.#add('Add', [scores, bias])], { axis: -1 })
    const mixed = this.#add('Transpose', [this.#add('MatMul', [shares, value])], { perm: [0, 2, 1, 3] })
    const joined = this.#add('Reshape', [mixed, 'join'])
    const attended = this.#norm(this.#add('Add', [states, this.#multiply(joined, layer.output)]))
    const inner = this.#gelu(this.#multiply(attended, layer.up))
    return this.#norm(this.#add('Add', [attended, this.#multiply(inner, layer.down)]))
  }

  #gelu(x: string): string {
    const factor = this.#add('Add', [this.#add('Erf', [this.#add('Div', [x, 'root2'])]), 'one'])
    return this.#add('Mul', [this.#add('Mul', [x, factor]), 'half'])
  }

  #norm(x: string): string {
    return this.#add('LayerNormalization', [x, 'norm.scale', 'norm.bias'], { axis: -1, epsilon: { float: epsilon } })
  }

  #multiply(x: string, weights: Matrix): string {
    if (this.#form.precision !== 'int8') return this.#add('MatMul', [x, this.#matrix(`weights${this.#count}`, weights)])
    const name = `weights${this.#count}`
    const scales = this.#int8(name, weights)
    const [quantised, scale, zero] = ['q', 's', 'z'].map((part) => `${name}.${part}`)
    this.#nodes.push({ type: 'DynamicQuantizeLinear', inputs: [x], outputs: [quantised, scale, zero] })
    const product = this.#add('Cast', [this.#add('MatMulInteger', [quantised, name, zero, `${name}.zero`])], { to: 1 })
    return this.#add('Mul', [product, this.#add('Mul', [scale, scales])])
  }

  /** Symmetric, a scale per column, as onnxruntime's quantize_dynamic does with per_channel. Returns the scales' name. */
  #int8(name: string, { rows, columns, data }: Matrix): string {
    const scales = new Float32Array(columns)
    for (let i = 0; i < data.length; i++) scales[i % columns] = Math.max(scales[i % columns], Math.abs(data[i]) / 127)
    const rounded = Int8Array.from(data, (value, i) => Math.round(value / scales[i % columns]))
    this.#initializers.push({ name, type: 'int8', dims: [rows, columns], data: rounded })
    this.#initializers.push({ name: `${name}.zero`, type: 'int8', dims: [columns], data: new Int8Array(columns) })
    this.#floats(`${name}.scales`, [columns], scales)
    return `${name}.scales`
  }

  #matrix(name: string, { rows, columns, data }: Matrix): string {
    return this.#floats(name, [rows, columns], data)
  }

  #floats(name: string, dims: readonly number[], data: Float32Array): string {
    const stored = this.#float === 'float16' ? new Float16Array(data) : data
    this.#initializers.push({ name, type: this.#float, dims, data: stored })
    return name
  }

  #integers(name: string, dims: readonly number[], values: readonly number[]): void {
    this.#initializers.push({ name, type: 'int64', dims, data: BigInt64Array.from(values, BigInt) })
  }

  #add(type: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    const output = `${type}${this.#count++}`
    this.#nodes.push({ type, inputs, outputs: [output], attributes })
    return output
  }
}

import { writeOnnx, type OnnxNode, type OnnxTensor } from '../../onnx-writer.ts'

/** The sizes that train.py was run with. */
export interface TransformerShape {
  readonly layers: number
  readonly width: number
  readonly heads: number
  readonly embedding: number
  readonly positions: number
  readonly vocabulary: number
}

/** Weights by PyTorch's names; a linear layer's are [outputs x inputs]. */
export interface TransformerWeights {
  readonly shape: TransformerShape
  tensor(name: string): Float32Array
}

/** `int8`: a scale per output, inputs rounded per tensor as they come (dynamic quantisation); the words' table has a scale per row. */
export type Precision = 'fp32' | 'int8'

/** model.onnx of the transformer: `input_ids` and `attention_mask` to `sentence_embedding`, the mean over the tokens, of length 1. */
export function transformerModel(weights: TransformerWeights, precision: Precision): Uint8Array {
  const graph = new Graph(weights, precision)
  graph.build()
  const { width } = weights.shape
  return writeOnnx({
    inputs: ['input_ids', 'attention_mask'].map((name) => ({ name, type: 'int64', dims: ['batch', 'tokens'] })),
    outputs: [{ name: 'sentence_embedding', type: 'float32', dims: ['batch', width] }],
    initializers: graph.initializers,
    nodes: graph.nodes,
  })
}

/** Writes nodes as PyTorch's modules compute; each method returns the name of its result. */
class Graph {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxTensor[] = []
  readonly #weights: TransformerWeights
  readonly #precision: Precision
  #count = 0

  constructor(weights: TransformerWeights, precision: Precision) {
    this.#weights = weights
    this.#precision = precision
  }

  build(): void {
    const { shape } = this.#weights
    const { width, heads, layers } = shape
    for (const [name, value] of Object.entries({
      one: 1,
      half: 0.5,
      root2: Math.SQRT2,
      masked: -10_000,
      tiny: 1e-12,
    })) {
      this.#floats(name, [], Float32Array.of(value))
    }
    this.#floats('root', [], Float32Array.of(Math.sqrt(width / heads)))
    this.#integers('zero', [], [0])
    this.#integers('step', [], [1])
    this.#integers('split', [4], [0, 0, heads, width / heads])
    this.#integers('join', [3], [0, 0, width])
    this.#integers('axes12', [2], [1, 2])
    this.#integers('axis1', [1], [1])
    this.#integers('axis2', [1], [2])
    const mask = this.#add('Cast', ['attention_mask'], { to: 1 })
    const hidden = this.#add('Sub', ['one', this.#add('Unsqueeze', [mask, 'axes12'])])
    const bias = this.#add('Mul', [hidden, 'masked'])
    let states = this.#embeddings()
    for (let layer = 0; layer < layers; layer++) states = this.#layer(`layers.${layer}`, states, bias)
    this.#pool(this.#norm('norm', states), mask)
  }

  #embeddings(): string {
    const { vocabulary, embedding, positions, width } = this.#weights.shape
    const words = this.#weights.tensor('words.weight')
    this.#floats('positions', [positions, width], this.#weights.tensor('positions.weight'))
    const count = this.#add('Gather', [this.#add('Shape', ['input_ids']), 'step'])
    const places = this.#add('Gather', ['positions', this.#add('Range', ['zero', count, 'step'])])
    return this.#add('Add', [this.#linear('widen', this.#words(words, vocabulary, embedding)), places])
  }

  #words(table: Float32Array, rows: number, columns: number): string {
    if (this.#precision === 'fp32') {
      this.#floats('words', [rows, columns], table)
      return this.#add('Gather', ['words', 'input_ids'])
    }
    const { bytes, scales } = roundRows(table, rows, columns)
    this.initializers.push({ name: 'words', type: 'int8', dims: [rows, columns], data: bytes })
    this.#floats('words.scale', [rows, 1], scales)
    const read = this.#add('Cast', [this.#add('Gather', ['words', 'input_ids'])], { to: 1 })
    return this.#add('Mul', [read, this.#add('Gather', ['words.scale', 'input_ids'])])
  }

  #layer(name: string, states: string, bias: string): string {
    const before = this.#norm(`${name}.norm1`, states)
    const head = (part: string, perm: readonly number[]): string =>
      this.#add('Transpose', [this.#add('Reshape', [this.#linear(`${name}.${part}`, before), 'split'])], { perm })
    const [query, key, value] = [head('query', [0, 2, 1, 3]), head('key', [0, 2, 3, 1]), head('value', [0, 2, 1, 3])]
    const scores = this.#add('Div', [this.#add('MatMul', [query, key]), 'root'])
    const shares = this.#add('Softmax', [this.#add('Add', [scores, bias])], { axis: -1 })
    const mixed = this.#add('Transpose', [this.#add('MatMul', [shares, value])], { perm: [0, 2, 1, 3] })
    const attended = this.#add('Add', [states, this.#linear(`${name}.output`, this.#add('Reshape', [mixed, 'join']))])
    const inner = this.#gelu(this.#linear(`${name}.up`, this.#norm(`${name}.norm2`, attended)))
    return this.#add('Add', [attended, this.#linear(`${name}.down`, inner)])
  }

  #pool(states: string, mask: string): void {
    const masked = this.#add('Mul', [states, this.#add('Unsqueeze', [mask, 'axis2'])])
    const sum = this.#add('ReduceSum', [masked, 'axis1'], { keepdims: 0 })
    const length = this.#add('ReduceL2', [sum], { axes: [1], keepdims: 1 })
    this.nodes.push({ type: 'Div', inputs: [sum, this.#add('Max', [length, 'tiny'])], outputs: ['sentence_embedding'] })
  }

  #norm(name: string, x: string): string {
    const { width } = this.#weights.shape
    this.#floats(`${name}.weight`, [width], this.#weights.tensor(`${name}.weight`))
    this.#floats(`${name}.bias`, [width], this.#weights.tensor(`${name}.bias`))
    return this.#add('LayerNormalization', [x, `${name}.weight`, `${name}.bias`], {
      axis: -1,
      epsilon: { float: 1e-5 },
    })
  }

  #gelu(x: string): string {
    const factor = this.#add('Add', [this.#add('Erf', [this.#add('Div', [x, 'root2'])]), 'one'])
    return this.#add('Mul', [this.#add('Mul', [x, factor]), 'half'])
  }

  #linear(name: string, x: string): string {
    const bias = this.#weights.tensor(`${name}.bias`)
    const [outputs, weight] = [bias.length, this.#weights.tensor(`${name}.weight`)]
    this.#floats(`${name}.bias`, [outputs], bias)
    return this.#add('Add', [this.#product(name, x, { weight, outputs }), `${name}.bias`])
  }

  #product(name: string, x: string, { weight, outputs }: { weight: Float32Array; outputs: number }): string {
    const inputs = weight.length / outputs
    if (this.#precision === 'fp32') {
      this.#floats(name, [inputs, outputs], transposed(weight, outputs, inputs))
      return this.#add('MatMul', [x, name])
    }
    const { bytes, scales } = roundRows(weight, outputs, inputs)
    this.initializers.push({ name, type: 'int8', dims: [inputs, outputs], data: transposed(bytes, outputs, inputs) })
    this.initializers.push({ name: `${name}.zero`, type: 'int8', dims: [outputs], data: new Int8Array(outputs) })
    this.#floats(`${name}.scales`, [outputs], scales)
    const [rounded, scale, zero] = ['rounded', 'scale', 'point'].map((part) => `${name}.${part}`)
    this.nodes.push({ type: 'DynamicQuantizeLinear', inputs: [x], outputs: [rounded, scale, zero] })
    const whole = this.#add('MatMulInteger', [rounded, name, zero, `${name}.zero`])
    return this.#add('Mul', [this.#add('Cast', [whole], { to: 1 }), this.#add('Mul', [scale, `${name}.scales`])])
  }

  #floats(name: string, dims: readonly number[], data: Float32Array): void {
    this.initializers.push({ name, type: 'float32', dims, data })
  }

  #integers(name: string, dims: readonly number[], values: readonly number[]): void {
    this.initializers.push({ name, type: 'int64', dims, data: BigInt64Array.from(values, BigInt) })
  }

  #add(type: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    const output = `${type}${this.#count++}`
    this.nodes.push({ type, inputs, outputs: [output], attributes })
    return output
  }
}

/** Bytes and a scale a row. */
function roundRows(values: Float32Array, rows: number, columns: number): { bytes: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(rows)
  values.forEach((value, i) => {
    const row = Math.floor(i / columns)
    scales[row] = Math.max(scales[row], Math.abs(value) / 127)
  })
  const bytes = Int8Array.from(values, (value, i) => Math.round(value / (scales[Math.floor(i / columns)] || 1)))
  return { bytes, scales }
}

function transposed<Values extends Float32Array | Int8Array>(values: Values, rows: number, columns: number): Values {
  const turned = values.slice() as Values
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column]
  }
  return turned
}

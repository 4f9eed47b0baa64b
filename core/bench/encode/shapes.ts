/* Transformers of usual shapes with random weights, and texts for them: for speed the weights do not matter. */
import { randomNumbers } from '../../random.ts'
import { bertTokenizer, writeHubModel } from '../../embed/testing/hub-fixture.ts'
import { makeTransformer, type Precision } from '../../embed/testing/transformer.ts'

const vocabularySize = 30_522

export interface Shape {
  readonly layers: number
  readonly precision: Precision
}

export const layerCounts = [3, 6, 12] as const
/** Of the same weights. */
export const precisions = ['fp32', 'int8'] as const

export const tokenCounts = [64, 128, 256] as const

/** 30,000 words of syllables, each one token of the models. */
const words = pseudoWords(vocabularySize - 200)

function pseudoWords(count: number): readonly string[] {
  const syllables = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'wu', 'za']
  return Array.from({ length: count }, (_, i) =>
    [i & 15, (i >> 4) & 15, (i >> 8) & 15, (i >> 12) & 15].map((digit) => syllables[digit]).join(''),
  )
}

function tokenizer() {
  const { json, config } = bertTokenizer()
  const own = json.model.vocab
  const added = words.filter((word) => !(word in own))
  const first = Object.keys(own).length
  const vocab = { ...own, ...Object.fromEntries(added.map((word, i) => [word, first + i])) }
  const size = first + added.length
  return { json: { ...json, model: { ...json.model, vocab } }, config, size }
}

/** Writes the model into `folder`, as hubs lay it out: 384 wide, 12 heads, as the small models of the catalogue. */
export async function writeShape(folder: string, { layers, precision }: Shape): Promise<string> {
  const made = tokenizer()
  const transformer = makeTransformer({ layers, width: 384, heads: 12, vocabulary: made.size, positions: 512 })
  return writeHubModel(folder, { tokenizer: made, transformer, form: { precision } })
}

/** Texts of exactly so many tokens, the two special ones included. */
export function textsOf(count: number, tokens: number, seed = 1): readonly string[] {
  const random = randomNumbers(seed)
  const word = (): string => words[Math.floor(random() * words.length)]
  return Array.from({ length: count }, () => Array.from({ length: tokens - 2 }, word).join(' '))
}

/* Model folders in the hub's layout, made by tests: a small transformer with random weights and a tokenizer of each kind. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeTransformer, onnxOf, type OnnxForm, type Transformer } from './transformer.ts'

/** Words that every tokenizer here knows as one token each. */
export const knownWords =
  'river stone market letter engine garden winter signal paper copper window island music harbour query passage the of and a'.split(
    ' ',
  )

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789éü東京.,:;!?-']

/** tokenizer.json and what tokenizer_config.json has to say, as BERT's: lower case, WordPiece, [CLS] text [SEP]. */
export function bertTokenizer() {
  const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', ...knownWords, ...letters.filter((letter) => letter !== 'a')]
  const vocab = Object.fromEntries(
    [...pieces, ...letters.map((letter) => `##${letter}`)].map((piece, id) => [piece, id]),
  )
  const special = (content: string) => ({ id: vocab[content], content, ...tokenFlags })
  const part = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
  return {
    json: {
      version: '1.0',
      added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map(special),
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: false,
        lowercase: true,
      },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: {
        type: 'TemplateProcessing',
        single: [part('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, part('[SEP]')],
        pair: [],
        special_tokens: {
          '[CLS]': { id: '[CLS]', ids: [vocab['[CLS]']], tokens: ['[CLS]'] },
          '[SEP]': { id: '[SEP]', ids: [vocab['[SEP]']], tokens: ['[SEP]'] },
        },
      },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      },
    },
    config: { pad_token: '[PAD]', unk_token: '[UNK]', model_max_length: 512 },
    size: Object.keys(vocab).length,
  }
}

/** As XLM-RoBERTa's: SentencePiece unigrams with ▁ for a space, <s> text </s>, padding 1. */
export function unigramTokenizer() {
  const vocab = [
    ...['<s>', '<pad>', '</s>', '<unk>'].map((piece): [string, number] => [piece, 0]),
    ...['▁', ...letters].map((piece): [string, number] => [piece, -8]),
    ...knownWords.flatMap((word): [string, number][] => [
      [`▁${word}`, -3],
      [word, -5],
    ]),
  ].filter(([piece], i, all) => all.findIndex(([other]) => other === piece) === i)
  const special = (content: string, id: number) => ({ id, content, ...tokenFlags })
  const part = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
  return {
    json: {
      version: '1.0',
      added_tokens: ['<s>', '<pad>', '</s>', '<unk>'].map(special),
      normalizer: { type: 'NFKC' },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'WhitespaceSplit' },
          { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', add_prefix_space: true },
        ],
      },
      post_processor: {
        type: 'TemplateProcessing',
        single: [part('<s>'), { Sequence: { id: 'A', type_id: 0 } }, part('</s>')],
        pair: [],
        special_tokens: {
          '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] },
          '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
        },
      },
      decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', add_prefix_space: true },
      model: { type: 'Unigram', unk_id: 3, vocab },
    },
    config: { pad_token: '<pad>', unk_token: '<unk>', model_max_length: 512, eos_token: '</s>', bos_token: '<s>' },
    size: vocab.length,
  }
}

/** As RoBERTa's and GPT's: pairs of bytes, with no unknown token at all. */
export function byteTokenizer() {
  const bytes = byteCharacters()
  const merges = knownWords.flatMap((word) =>
    [...word].slice(1).map((letter, i): [string, string] => [word.slice(0, i + 1), letter]),
  )
  const pieces = ['<s>', '<pad>', '</s>', ...bytes, ...merges.map((pair) => pair.join(''))]
  const vocab = Object.fromEntries([...new Set(pieces)].map((piece, id) => [piece, id]))
  return {
    json: {
      version: '1.0',
      added_tokens: ['<s>', '<pad>', '</s>'].map((content, id) => ({ id, content, ...tokenFlags })),
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      post_processor: {
        type: 'RobertaProcessing',
        sep: ['</s>', 2],
        cls: ['<s>', 0],
        trim_offsets: true,
        add_prefix_space: false,
      },
      decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      model: { type: 'BPE', unk_token: null, vocab, merges: merges.map((pair) => pair.join(' ')) },
    },
    config: { pad_token: '<pad>', model_max_length: 512 },
    size: Object.keys(vocab).length,
  }
}

const tokenFlags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }

/** The characters that stand for the 256 bytes in a byte-level vocabulary. */
function byteCharacters(): string[] {
  const isShown = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255)
  let hidden = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isShown(byte) ? byte : hidden++))
}

export interface HubModel {
  readonly tokenizer?: { readonly json: object; readonly config: object; readonly size: number }
  readonly transformer?: Transformer
  readonly form?: OnnxForm
  /** Files (path → JSON, text or bytes) besides, or in place of, those that are made; null leaves one out. */
  readonly files?: Readonly<Record<string, object | string | null>>
  /** Where the weights go; default: onnx/model.onnx. */
  readonly onnxPath?: string
}

/** A transformer for a tokenizer of so many ids. */
export function smallTransformer(vocabulary: number, seed = 1): Transformer {
  return makeTransformer({ layers: 2, width: 32, heads: 4, vocabulary, positions: 128, seed })
}

/** The files of a model by their paths in its folder. */
export function hubModelFiles(model: HubModel = {}): Map<string, Uint8Array> {
  const { tokenizer = bertTokenizer(), form, files = {}, onnxPath = 'onnx/model.onnx' } = model
  const { transformer = smallTransformer(tokenizer.size) } = model
  const { width, positions, vocabulary, layers, heads } = transformer.shape
  const made = new Map<string, Uint8Array>()
  const all: Readonly<Record<string, object | string | null>> = {
    [onnxPath]: onnxOf(transformer, form),
    'tokenizer.json': tokenizer.json,
    'tokenizer_config.json': tokenizer.config,
    'config.json': {
      model_type: 'bert',
      hidden_size: width,
      max_position_embeddings: positions,
      vocab_size: vocabulary,
      num_hidden_layers: layers,
      num_attention_heads: heads,
    },
    ...files,
  }
  for (const [path, content] of Object.entries(all)) {
    if (content === null) continue
    if (content instanceof Uint8Array) made.set(path, content)
    else made.set(path, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)))
  }
  return made
}

/** Writes them into `folder`, which is made. Returns it. */
export async function writeHubModel(folder: string, model: HubModel = {}): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const [path, bytes] of hubModelFiles(model)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return folder
}

/*
 * Writes what train.py reads, from the scratch folder of train.ts: the texts and pairs that the static model learns from, as token ids.
 *
 *   node core/embed/training/transformer/write-pairs.ts /tmp/training /tmp/pairs [number of pairs]
 *
 * All files are little-endian int32. A list of texts is NAME.i32, the ids one after the other, and NAME.starts.i32, where each text starts and one more.
 *
 *   texts       sections that may be trained on, for the masked words
 *   pairs       query, passage, query, passage …
 *   validation  held-out queries, then the passage of each, then the passages to find them among
 *   sections    section of each validation text: another stretch of the query's own section is no mistake
 *   about.json  counts
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomNumbers } from '../../../random.ts'
import { TokenBuffer } from '../../token-buffer.ts'
import { readTokenizerFile } from '../../tokenizer-file.ts'
import { WordPieceTokenizer } from '../../tokenizer.ts'
import { readCorpus, type Corpus } from '../corpus.ts'
import { anchorsOf, pairDefaults, PairSampler } from '../pairs.ts'
import { isReference } from '../sections.ts'
import { questionOpenings } from '../questions.ts'
import { drawValidation, shuffle } from '../validation.ts'

type Text = readonly number[]

/** Queries of each kind that validation asks, and passages to find among. */
const VALIDATION = { pool: 5000, queries: 200, isPooled: (source: string) => !isReference(source) }

async function writePairs(scratch: string, out: string, count: number): Promise<void> {
  const spec = readTokenizerFile(await readFile(join(scratch, 'tokenizer.json'), 'utf8'))
  const tokenizer = new WordPieceTokenizer(spec)
  const corpus = await readCorpus(join(scratch, 'sections.jsonl'), tokenizer)
  await mkdir(out, { recursive: true })
  await writeTexts(out, 'texts', trainedTexts(corpus))
  await writeTexts(out, 'pairs', drawPairs(corpus, count, openings(tokenizer)))
  const { queries, pool } = drawValidation(corpus, VALIDATION)
  const texts = [...queries.map(({ pair }) => pair.query), ...queries.map(({ pair }) => pair.passage)]
  await writeTexts(out, 'validation', [...texts, ...pool.map(({ tokens }) => tokens)])
  const own = queries.map(({ anchor }) => anchor.section)
  const sections = [...own, ...own, ...pool.map(({ anchor }) => anchor.section)]
  await writeFile(join(out, 'sections.i32'), Int32Array.from(sections))
  const about = { vocabulary: spec.pieces.size, pairs: count, queries: queries.length, pool: pool.length }
  await writeFile(join(out, 'about.json'), `${JSON.stringify(about, null, 2)}\n`)
}

function openings(tokenizer: WordPieceTokenizer): Text[] {
  return questionOpenings.map((opening) => {
    const tokens = new TokenBuffer(16)
    tokenizer.encode(opening, tokens)
    return [...tokens.ids.subarray(0, tokens.length)]
  })
}

function trainedTexts({ tokens, sentences, sections, isHeldOut }: Corpus): Text[] {
  return Array.from(isHeldOut, (held, section) =>
    held === 1 ? [] : [...tokens.subarray(sentences[sections[section]], sentences[sections[section + 1]])],
  ).filter((text) => text.length > 0)
}

function drawPairs(corpus: Corpus, count: number, askedBy: readonly Text[]): Text[] {
  const random = randomNumbers(1)
  const sampler = new PairSampler(corpus, { ...pairDefaults, openings: askedBy }, random)
  const anchors = anchorsOf(corpus, (section) => corpus.isHeldOut[section] === 0)
  if (anchors.length === 0) throw new Error('Expected texts to draw pairs from, found none')
  const texts: Text[] = []
  while (texts.length < 2 * count) {
    shuffle(anchors, random)
    for (const anchor of anchors) {
      const pair = sampler.draw(anchor)
      if (pair === null) continue
      texts.push(pair.query, pair.passage)
      if (texts.length >= 2 * count) break
    }
  }
  return texts
}

async function writeTexts(folder: string, name: string, texts: readonly Text[]): Promise<void> {
  const starts = new Int32Array(texts.length + 1)
  texts.forEach((text, i) => (starts[i + 1] = starts[i] + text.length))
  const ids = new Int32Array(starts[texts.length])
  texts.forEach((text, i) => ids.set(text, starts[i]))
  await writeFile(join(folder, `${name}.i32`), ids)
  await writeFile(join(folder, `${name}.starts.i32`), starts)
}

async function main([scratch, out, count = '2000000']: readonly string[]): Promise<void> {
  if (scratch === undefined || out === undefined) {
    throw new Error('Expected: write-pairs.ts <scratch folder of train.ts> <folder to write> [number of pairs]')
  }
  await writePairs(scratch, out, Number(count))
}

if (import.meta.main) await main(process.argv.slice(2))

/*
 * Trains the embedded model, from documents and mail to assets/model:
 *
 *   node core/embed/training/train.ts --data ../data --scratch /tmp/training --out assets/model
 *
 *   --size small    a twentieth of the files, 64 dimensions: a minute
 *   --minutes 30    stops after so long; the same command goes on from there
 *   --seed 1        another seed, another model
 *   --workers 2     threads that compute; the result does not depend on it
 *   --wordnet DIR, --gene-ontology FILE
 *                   WordNet's data files, GO.sqlite; default: fetched as Debian packages; none: without
 *   --without NAME  leaves out the sources whose name has this in it and validates on their held-out texts: what a model makes of subjects
 *                   that it never saw
 *
 * The scratch folder keeps what each stage made: wordnet/, gene-ontology/, sections.jsonl (mined texts), tokenizer.json, for each table a
 * table-N.state and a table-N-last.state; a stage whose file is there is not run again. log.jsonl has the loss and the validation of every pause. Delete the folder to start anew.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readTokenizerFile, readVocabulary } from '../tokenizer-file.ts'
import { WordPieceTokenizer } from '../tokenizer.ts'
import { TokenBuffer } from '../token-buffer.ts'
import { writeCentre } from './centre.ts'
import { countWords, readCorpus, type Corpus } from './corpus.ts'
import { writeModelFolder } from './export.ts'
import { glossaryPath } from './glossary.ts'
import { mine, type TextPaths } from './mine.ts'
import { anchorsOf } from './pairs.ts'
import { questionOpenings } from './questions.ts'
import { lengthenRareRows } from './rare-rows.ts'
import { joinTables, spreadTable } from './spread.ts'
import { trainingSizes, type TrainingSettings } from './settings.ts'
import { readState, writeState } from './state-file.ts'
import { foldRows, stemRows, type SharedRows } from './stems.ts'
import { fetchText } from './texts.ts'
import { poolOf, trainTable, type TableOptions, type TableState, type TrainedTable } from './train-table.ts'
import { drawValidations, scoreAll, scoreLines, type Validations } from './validations.ts'
import { learnVocabulary, partsFinder, tokenizerFileOf } from './vocabulary.ts'

export interface TrainingJob {
  readonly data: string
  readonly scratch: string
  readonly out: string
  readonly settings: TrainingSettings
  readonly seed: number
  readonly workers: number
  /** The run stops at the first pause after so long, to go on when it is started again. */
  readonly minutes: number
  /** Where the texts beside the data are; 'fetch': fetched into the scratch folder; null: without. */
  readonly texts: TextPaths
  /** Sources that are left out and validated on, by a part of their name; null: none. */
  readonly without: string | null
  log(line: string): void
}

/** What a run came to. */
export type TrainingOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped'; readonly table: number; readonly step: number }

/** What the stages behind the vocabulary work with. */
interface Materials {
  readonly corpus: Corpus
  /** Piece → token. */
  readonly vocabulary: ReadonlyMap<string, number>
  readonly shared: SharedRows
  readonly openings: readonly (readonly number[])[]
  readonly without: readonly string[]
  readonly validations: Validations
  /** Time at which the run stops. */
  readonly deadline: number
}

/** Runs the stages that are not done yet. */
export async function train(job: TrainingJob): Promise<TrainingOutcome> {
  const deadline = performance.now() + job.minutes * 60_000
  await mkdir(job.scratch, { recursive: true })
  const sections = await minedSections(job)
  const learned = await learnedTokenizer(job, sections)
  const tokenizer = new WordPieceTokenizer(readTokenizerFile(learned))
  const vocabulary = readVocabulary(learned)
  const corpus = await readCorpus(sections, tokenizer)
  job.log(`${corpus.tokens.length} tokens, ${vocabulary.size} pieces`)
  const without = leftOut(job, corpus)
  const validations = drawValidations(corpus, { ...job.settings.validation, without })
  const openings = questionOpenings.map((opening) => tokensOf(opening, tokenizer))
  const shared = stemRows(vocabulary)
  const materials = { corpus, vocabulary, openings, without, shared, validations, deadline }
  const tables: Float32Array[] = []
  for (const number of job.settings.tables.keys()) {
    const { isFinished, state } = await trainOne(job, materials, number)
    if (!isFinished) return { kind: 'stopped', table: number, step: state.step }
    tables.push(foldRows(state.table, job.settings.table.dimensions, materials.shared))
  }
  await exportModel(job, await joinedTable(job, materials, tables))
  return { kind: 'finished' }
}

function leftOut({ without }: TrainingJob, { sources }: Corpus): string[] {
  return without === null ? [] : sources.filter((source) => source.includes(without))
}

function tokensOf(text: string, tokenizer: WordPieceTokenizer): number[] {
  const tokens = new TokenBuffer(16)
  tokenizer.encode(text, tokens)
  return [...tokens.ids.subarray(0, tokens.length)]
}

/** Trains table `number` in its two stages, or goes on with it. */
async function trainOne(job: TrainingJob, materials: Materials, number: number): Promise<TrainedTable> {
  const { table, tables, last } = job.settings
  const own = { ...table, ...tables[number], workers: job.workers }
  const seed = own.seed + 1000 * (job.seed - 1)
  const first = await trainStage(job, materials, { name: `table-${number}`, options: { ...own, seed } })
  if (!first.isFinished) return first
  const options = { ...own, ...last, seed: seed + 500 }
  return trainStage(job, materials, { name: `table-${number}-last`, options, from: first.state })
}

interface Stage {
  /** Its state's file, and its lines in the log. */
  readonly name: string
  readonly options: TableOptions
  /** What it starts from; default: random rows. */
  readonly from?: TableState
}

async function trainStage(
  job: TrainingJob,
  materials: Materials,
  { name, options, from }: Stage,
): Promise<TrainedTable> {
  const { corpus, vocabulary, shared, openings, without, deadline } = materials
  const path = join(job.scratch, `${name}.state`)
  const start = from === undefined ? undefined : { ...from, step: 0, pass: 0, next: 0 }
  const resume = (await readState(path)) ?? start
  return trainTable(
    { ...options, pairs: { ...options.pairs, openings } },
    {
      corpus,
      shared,
      without,
      repeated: job.settings.repeated,
      partsOf: partsFinder(vocabulary),
      ...(resume === undefined ? {} : { resume }),
      every: job.settings.every,
      async pause(at, { steps, loss }) {
        const folded = foldRows(at.table, options.dimensions, shared)
        const scores = await scoreAll(materials.validations, options.dimensions, poolOf(folded, options.dimensions))
        await writeState(path, at)
        await writeLog(job, { table: name, step: at.step, steps, loss, ...scores })
        job.log(`${name}, step ${at.step} of ${steps}, loss ${loss.toFixed(4)}, ${scoreLines(scores)}`)
        return performance.now() > deadline ? 'stop' : 'go on'
      },
    },
  )
}

/** The tables side by side, cut to the dimensions of one. */
async function joinedTable(
  job: TrainingJob,
  materials: Materials,
  tables: readonly Float32Array[],
): Promise<Float32Array> {
  const { corpus, without } = materials
  const { dimensions } = job.settings.table
  const trained = (section: number): boolean =>
    corpus.isHeldOut[section] === 0 && !without.includes(corpus.sources[corpus.source[section]])
  const joined = joinTables(tables, dimensions)
  const all = dimensions * tables.length
  const options = { texts: sampleTexts(corpus, trained), power: job.settings.spread, kept: dimensions }
  const table = spreadTable(joined, all, { pool: poolOf(joined, all), ...options })
  lengthenRareRows(table, corpus, {
    ...job.settings.rare,
    dimensions,
    trained,
    isWord: wordFinder(materials.vocabulary),
  })
  const scores = await scoreAll(materials.validations, dimensions, poolOf(table, dimensions))
  await writeLog(job, scores)
  job.log(`joined and spread: ${scoreLines(scores)}`)
  return table
}

/** Whole words of three letters and more. */
function wordFinder(vocabulary: ReadonlyMap<string, number>): (token: number) => boolean {
  const words = new Set([...vocabulary].filter(([piece]) => /^\p{L}{3,}$/u.test(piece)).map(([, id]) => id))
  return (token) => words.has(token)
}

async function writeLog({ scratch }: TrainingJob, line: object): Promise<void> {
  await appendFile(join(scratch, 'log.jsonl'), `${JSON.stringify(line)}\n`)
}

/** Texts that the principal axes are taken of. */
const SPREAD_TEXTS = 8000

function sampleTexts(corpus: Corpus, trained: (section: number) => boolean): number[][] {
  const { tokens, sentences } = corpus
  const anchors = anchorsOf(corpus, trained)
  const every = Math.max(1, Math.floor(anchors.length / SPREAD_TEXTS))
  return anchors
    .filter((_, i) => i % every === 0)
    .map(({ start, end }) => [...tokens.subarray(sentences[start], sentences[end])])
}

async function minedSections({ scratch, data, settings, texts, log }: TrainingJob): Promise<string> {
  const path = join(scratch, 'sections.jsonl')
  if (existsSync(path)) return path
  const { wordnet, geneOntology, glossary } = texts
  const found: TextPaths = {
    wordnet: wordnet === 'fetch' ? await fetchText('wordnet', join(scratch, 'wordnet')) : wordnet,
    glossary,
    geneOntology:
      geneOntology === 'fetch' ? await fetchText('geneOntology', join(scratch, 'gene-ontology')) : geneOntology,
  }
  const options = { ...found, step: settings.step, log }
  const { sections, heldOut, unreadable } = await mine(data, `${path}.part`, options)
  log(`${sections} sections, ${heldOut} held out; ${unreadable} files without readable text`)
  await rename(`${path}.part`, path)
  return path
}

/** The text of its tokenizer.json. */
async function learnedTokenizer({ scratch, settings, log }: TrainingJob, sections: string): Promise<string> {
  const path = join(scratch, 'tokenizer.json')
  if (!existsSync(path)) {
    const vocabulary = learnVocabulary(await countWords(sections, settings.repeated), settings.vocabulary)
    log(`${vocabulary.pieces.length} pieces learned`)
    await writeFile(`${path}.part`, JSON.stringify(tokenizerFileOf(vocabulary)))
    await rename(`${path}.part`, path)
  }
  return readFile(path, 'utf8')
}

async function exportModel({ data, out, scratch, settings, log }: TrainingJob, folded: Float32Array): Promise<void> {
  const { name, table } = settings
  const tokenizer = await readFile(join(scratch, 'tokenizer.json'), 'utf8')
  const facts = { name, dimensions: table.dimensions, languages: ['en'] }
  await writeModelFolder(out, { tokenizer, table: folded, facts })
  const { chunks, norm } = await writeCentre(out, [join(data, 'prose'), join(data, 'mail')])
  log(`model written to ${out}; its centre is of ${chunks} chunks, norm ${norm.toFixed(4)}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../data' },
      scratch: { type: 'string' },
      out: { type: 'string' },
      size: { type: 'string', default: 'full' },
      minutes: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(Math.min(16, availableParallelism())) },
      wordnet: { type: 'string', default: 'fetch' },
      'gene-ontology': { type: 'string', default: 'fetch' },
      without: { type: 'string' },
    },
  })
  const { data, scratch, out, size } = values
  if (scratch === undefined || out === undefined || (size !== 'full' && size !== 'small')) {
    throw new Error(
      'Expected: train.ts --scratch <folder> --out <folder> [--data <folder>] [--size full|small] [--minutes <n>] [--wordnet <folder>|none] [--gene-ontology <file>|none] [--without <source>]',
    )
  }
  const numbers = { seed: Number(values.seed), workers: Number(values.workers), minutes: Number(values.minutes) }
  const log = (line: string): void => void process.stdout.write(`${line}\n`)
  const [wordnet, geneOntology] = [values.wordnet, values['gene-ontology']].map((path) =>
    path === 'none' ? null : path,
  )
  const sources = { texts: { wordnet, geneOntology, glossary: glossaryPath }, without: values.without ?? null }
  const outcome = await train({ data, scratch, out, settings: trainingSizes[size], ...numbers, ...sources, log })
  if (outcome.kind === 'stopped')
    log(`stopped at table ${outcome.table}, step ${outcome.step}: the same command goes on`)
}

if (import.meta.main) await main()

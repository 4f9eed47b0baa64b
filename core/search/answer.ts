/* A question to ranked hits: understand it, find passages from two sides, order them, show each with its best sentence. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import { documentsThatFit } from '../catalogue/document-filter.ts'
import { calibrateBatchSize } from '../embed/batch-size.ts'
import type { Encoder } from '../embed/encoder.ts'
import { AppError } from '../errors.ts'
import type { KeywordSegment } from '../keywords/bm25.ts'
import { eventTurn, pauses } from '../in-steps.ts'
import type { HotCache } from '../leann/hot-cache.ts'
import { chunkAt } from '../leann/segment-file.ts'
import type { Snapshot } from '../leann/store.ts'
import type { Ranking, Saying, SearchAnswer, SearchRequest } from '../types.ts'
import { askedWords, type AskedWords } from './asked-words.ts'
import { ChunkReader } from './chunk-reader.ts'
import { closeDeviations } from './close.ts'
import { distinct } from './duplicates.ts'
import { withExactHits } from './exact-hits.ts'
import type { Feedback, Judgement } from './feedback/feedback.ts'
import type { PlacesByWeight } from './feedback/tune.ts'
import { hitsOf } from './hits.ts'
import { reachOf } from './matching.ts'
import { demandsOf, type NamedHit, type NamedOnly, passageOfName, withNamed } from './named-only.ts'
import { newestDocuments } from './newest.ts'
import { noSuchNotes } from './no-such.ts'
import { OpenedBefore } from './opened-before.ts'
import { orderOf, type Ordered } from './order.ts'
import type { Passage, PassageReader } from './passages.ts'
import { parseQuery } from './query/parse-query.ts'
import type { Query } from './query/query.ts'
import { checkedRequest } from './request.ts'
import { rowConditions, type RowConditions } from './row-conditions.ts'
import { exactTerms, saysExactly, saysTerm } from './said-exactly.ts'
import { awayNote, slipNote, troubleNote, unfoundNote, unknownNote } from './notes.ts'
import { spreadOut } from './spread-out.ts'
import { formsOf } from './term-hashes.ts'
import { trustIn } from './trust.ts'
import { searchTwoSides, type TwoSides } from './two-sides.ts'

/** What a search reads. */
export interface SearchParts {
  readonly store: Snapshot
  readonly catalogue: Catalogue
  readonly encoder: Encoder
  readonly passages: PassageReader
  /** Embeddings that need no recomputing; default: none. */
  readonly hotCache?: HotCache | null
  /** What the person told by using the library; undefined: nothing counts. */
  readonly feedback?: Feedback | undefined
  /** Where documents without passages are found; undefined: they are not. */
  readonly namedOnly?: NamedOnly | undefined
}

/** Who hears of a search, and when it ends. */
export interface SearchOptions {
  readonly signal?: AbortSignal | undefined
  /** Hears of an answer by words alone, of a few passages, as soon as there is one; the whole answer comes as usual. */
  readonly onPartial?: ((answer: SearchAnswer) => void) | undefined
}

/**
 * By words alone, with a note, where the model is on a server that is away, or is not there.
 * @throws AppError `bad-request` for a query that is empty, too long or not understood, or a limit out of bounds
 */
export async function answer(
  parts: SearchParts,
  request: SearchRequest,
  options: SearchOptions = {},
): Promise<SearchAnswer> {
  const checked = checkedRequest(request)
  const query = parseQuery(checked.query, new Date())
  try {
    return await new Search(parts, checked, query, options).answer()
  } catch (error) {
    if (!isAway(error) || checked.ranking === 'meaning') throw error
    const notes = [...query.notes, awayNote(error)]
    return new Search(parts, { ...checked, ranking: 'words' }, { ...query, notes }, options).answer()
  }
}

/** Whether a model could not be asked: the server that runs it, or its files. */
function isAway(error: unknown): error is AppError {
  return error instanceof AppError && ['network', 'model-missing', 'model-mismatch'].includes(error.code)
}

/**
 * For each weight of meaning the place of a document in the order by words and meaning, 1 for the first; Infinity where it is not
 * among the candidates.
 */
export async function placesByWeight(
  parts: SearchParts,
  { query, path, part }: Judgement,
  weights: readonly number[],
): Promise<PlacesByWeight> {
  const request = checkedRequest({ query, limit: 30, strategy: 'codes' })
  // Without what was opened before: it is the weight alone that is judged.
  const search = new Search({ ...parts, feedback: undefined }, request, parseQuery(request.query, new Date()), {})
  return search.placesOf({ path, part }, weights)
}

/** Passages asked for beyond those shown, so that there are enough where some repeat others. */
const spare = 10

/** Documents of a listing that are read beyond those shown: newer copies stand for the others, and the page is full all the same. */
const copiesBeyond = 40

/** Passages of an answer by words alone that comes first: more than are seen at once, and each takes time before any is. */
const mostPartial = 10

/** One question under way. */
class Search {
  readonly #parts: SearchParts
  readonly #request: SearchRequest
  readonly #query: Query
  readonly #options: SearchOptions
  readonly #reader: ChunkReader
  readonly #languages: readonly string[]
  readonly #segments: readonly KeywordSegment[]
  readonly #ranking: Ranking
  readonly #words: AskedWords
  readonly #openedBefore: OpenedBefore
  /** See `trustIn`. */
  readonly #trust: number
  /** Ids of the documents that the filters let through, ascending; undefined: all. */
  readonly #fitting: Uint32Array | undefined
  #noSuchNotes: readonly Saying[] | undefined
  #judged: readonly Judgement[] | undefined
  readonly #started = performance.now()
  /** Between two steps: a question that replaced this one is heard of, and ends it. */
  readonly #pause = pauses(async () => {
    await eventTurn()
    this.#options.signal?.throwIfAborted()
  })
  #embedded: Promise<Float32Array | null> | undefined
  #encodeMs = 0
  /** Meaning was asked, and the model knows no word of the query. */
  #isUnknown = false

  constructor(parts: SearchParts, request: SearchRequest, query: Query, options: SearchOptions) {
    const { store, catalogue, encoder, passages, hotCache = null } = parts
    this.#parts = parts
    this.#request = request
    this.#query = query
    this.#options = options
    this.#reader = new ChunkReader({
      passages,
      encoder,
      generation: store.generation,
      isKeeping: request.strategy !== 'flat',
      // `flat` is what the others are compared with: nothing about it is estimated.
      hotCache: request.strategy === 'flat' ? null : hotCache,
      withAway: true,
      beyond: reachOf([...query.required.flat(), ...query.excluded]),
      signal: options.signal,
      pause: this.#pause,
    })
    this.#languages = catalogue.analysisLanguages(store.generation)
    this.#segments = store.segments.flatMap(({ keywords, deleted }) =>
      keywords === null ? [] : [{ keywords, deleted }],
    )
    this.#ranking = query.isByMeaning ? (request.ranking ?? 'fused') : 'words'
    this.#words = askedWords(query, this.#segments, this.#languages)
    this.#trust = trustIn(query.text, encoder.languages ?? [])
    this.#openedBefore = new OpenedBefore(parts.feedback, query.typed)
    const { documents: clauses } = query
    this.#fitting = clauses.length === 0 ? undefined : documentsThatFit(catalogue, clauses, store.generation)
  }

  async answer(): Promise<SearchAnswer> {
    const conditions = await this.#conditions()
    if (this.#words.terms.length === 0 && !this.#query.isByMeaning) return this.#listing(conditions)
    if (conditions.documents?.length === 0) return this.#answerOf([], null, null)
    const sides = await this.#sides(conditions)
    const vector = await this.#vector()
    const exact = await this.#exact(sides, vector)
    return this.#answerOf(this.#ordered(exact, this.#ranking), exact, vector)
  }

  async placesOf(
    { path, part }: Pick<Judgement, 'path' | 'part'>,
    weights: readonly number[],
  ): Promise<PlacesByWeight> {
    const sides = await this.#sides(await this.#conditions())
    return new Map(
      weights.map((weight) => {
        const documents = new Map(
          this.#ordered(sides, this.#ranking, weight).map(({ passage: { document } }) => [document.id, document]),
        )
        const place = [...documents.values()].findIndex((one) => one.path === path && one.part === part)
        return [weight, place < 0 ? Infinity : place + 1]
      }),
    )
  }

  async #sides(conditions: RowConditions): Promise<TwoSides> {
    const { limit, strategy, efSearch, budgetMs } = this.#request
    const { onPartial, signal } = this.#options
    return searchTwoSides(
      this.#parts.store,
      {
        ...conditions,
        terms: this.#words.terms,
        vector: () => this.#vector(),
        limit: limit + spare,
        strategy,
        ranking: this.#ranking,
        efSearch,
        budgetMs,
        batch: await this.#batch(),
        check: saysExactly(this.#query, this.#languages),
        also: this.#openedBefore.rowsIn(this.#parts, conditions),
        signal,
      },
      this.#reader,
      // Words do not wait for the model, which may have to be opened first.
      onPartial && this.#isRead
        ? {
            count: mostPartial,
            tell: async (partial) => onPartial(await this.#answerOf(this.#ordered(partial, 'words'), partial, null)),
          }
        : undefined,
    )
  }

  /** How many chunks a walk that steers by recomputing collects, the paper's dynamic batching: as many as suit the encoder. */
  async #batch(): Promise<number | undefined> {
    const { strategy, batch } = this.#request
    const isSteered = this.#ranking !== 'words' && (strategy === 'exact' || strategy === 'two-level')
    return isSteered ? (batch ?? calibrateBatchSize(this.#parts.encoder)) : undefined
  }

  async #conditions(): Promise<RowConditions> {
    const { required, excluded } = this.#query
    const documents = this.#fitting
    if (documents?.length === 0) return { documents, allowed: undefined }
    const { segments } = this.#parts.store
    return rowConditions({
      segments,
      languages: this.#languages,
      documents,
      required,
      excluded,
      areLeftOut: async (rows, term) => {
        const says = saysTerm(term, this.#languages)
        const passages = await this.#reader.read(
          rows.map(({ segment, row }) => chunkAt(segments[segment].segment, row)),
        )
        return passages.map((passage) => passage !== null && says(passage))
      },
    })
  }

  /** null where meaning is not asked, or the model knows no word of the query: then words alone can find something. */
  #vector(): Promise<Float32Array | null> {
    return (this.#embedded ??= this.#embed())
  }

  /** What the model does not read has a vector all the same, of its signs: rows by it would be any rows. */
  get #isRead(): boolean {
    return this.#ranking !== 'fused' || this.#trust !== 0
  }

  async #embed(): Promise<Float32Array | null> {
    if (!this.#query.isByMeaning || this.#ranking === 'words') return null
    this.#isUnknown = !this.#isRead
    if (this.#isUnknown) return null
    const started = performance.now()
    const vector = await this.#parts.encoder.embed(
      [{ header: '', text: this.#query.text, use: 'query' }],
      this.#options.signal,
    )
    this.#encodeMs = performance.now() - started
    this.#isUnknown = vector.every((value) => value === 0)
    return this.#isUnknown ? null : vector
  }

  #exact(sides: TwoSides, vector: Float32Array | null): Promise<TwoSides> | TwoSides {
    if (vector === null || sides.stats.cached === 0) return sides
    const shownOf = (found: TwoSides) => distinct(this.#ordered(found, this.#ranking), this.#request.limit)
    return withExactHits(sides, { reader: this.#reader, vector, shownOf })
  }

  #ordered(sides: TwoSides, ranking: Ranking, meaningWeight = this.#parts.feedback?.meaningWeight()): Ordered[] {
    const opened = this.#openedBefore
    const latch = opened.isAny ? (passage: Passage) => opened.strengthOf(passage) : undefined
    return spreadOut(orderOf(sides, { ranking, trust: this.#trust, meaningWeight, latch, now: Date.now() }))
  }

  async #listing(conditions: RowConditions): Promise<SearchAnswer> {
    const { store } = this.#parts
    const withRows = new Set(conditions.documents)
    const saysName = demandsOf(this.#query, this.#languages)
    const newest = newestDocuments(this.#parts, this.#fitting ?? new Uint32Array(), {
      count: this.#request.limit + copiesBeyond,
      accepts: (document) => (document.chunks === 0 ? saysName(document) : withRows.has(document.id)),
    })
    const chunks = newest.flatMap(({ row }) =>
      row === null ? [] : [chunkAt(store.segments[row.segment].segment, row.row)],
    )
    const read = await this.#reader.read(chunks)
    const check = saysExactly(this.#query, this.#languages)
    let next = 0
    const ordered = newest.flatMap(({ document, row }) => {
      const passage = row === null ? passageOfName(document) : read[next++]
      if (passage === null || (row !== null && check?.(passage) === false)) return []
      return [{ passage, cosine: 0, words: 0, score: document.dated }]
    })
    return this.#answerOf(ordered, null, null)
  }

  #named(): readonly NamedHit[] {
    const { namedOnly, store } = this.#parts
    const { limit } = this.#request
    if (namedOnly === undefined || this.#ranking === 'meaning') return []
    const { generation } = store
    return namedOnly.find(this.#query, { limit, generation, among: this.#fitting, languages: this.#languages })
  }

  #noSuch(): readonly Saying[] {
    const { catalogue, store } = this.#parts
    const { generation } = store
    return (this.#noSuchNotes ??= noSuchNotes(this.#query, (this.#fitting?.length ?? 1) > 0, { catalogue, generation }))
  }

  async #answerOf(
    ordered: readonly Ordered[],
    sides: TwoSides | null,
    vector: Float32Array | null,
  ): Promise<SearchAnswer> {
    const { store, encoder, passages } = this.#parts
    const { query: typed, limit, strategy } = this.#request
    const { chips, filters, notes } = this.#query
    const { words, slips } = this.#words
    const exact = exactTerms(this.#query, this.#languages)
    const spread = sides?.spread.cosine
    const judged = (this.#judged ??= this.#parts.feedback?.judgedFor(typed) ?? [])
    const results = await hitsOf(withNamed(distinct(ordered, limit), this.#named(), limit), {
      question: {
        words,
        slips,
        forms: formsOf([...words, ...slips]),
        filters,
      },
      exact,
      vector: sides !== null && isSlow(sides.stats) ? null : vector,
      encoder,
      passages,
      isJudged: ({ document: { path, part } }) => judged.some((one) => one.path === path && one.part === part),
      wasOpened: (passage) => this.#openedBefore.strengthOf(passage) > 0,
      isClose: (cosine) =>
        spread !== undefined && cosine > spread.mean + closeDeviations * spread.deviation && cosine !== 0,
      signal: this.#options.signal,
      pause: this.#pause,
    })
    const shown = ordered.slice(0, limit).map(({ passage }) => passage)
    const { candidates, recompute, ...counts } = sides?.stats ?? noStats
    const noSuch = this.#noSuch()
    const notesSaid = [
      ...notes,
      ...noSuch,
      ...(this.#isUnknown ? [unknownNote()] : []),
      ...slipNote(slips, shown),
      ...troubleNote(this.#parts.feedback?.trouble ?? null),
      ...(noSuch.length > 0 ? [] : unfoundNote(this.#query, results.length)),
    ]
    const ms = { encode: this.#encodeMs, candidates, recompute, total: performance.now() - this.#started }
    return {
      query: typed,
      results,
      chips,
      notes: notesSaid.map(({ text }) => text),
      notesSaid,
      stats: { strategy, chunks: store.liveRows, ...counts, ms },
    }
  }
}

/** Sentences of the hits are about as much text as thirty chunks more: with a model that takes so long for a chunk, words choose them. */
const slowMsPerChunk = 5
/** Less than this says nothing of the model: something else was busy. */
const slowMs = 250

function isSlow({ recompute, recomputed }: TwoSides['stats']): boolean {
  return recompute > slowMs && recompute > slowMsPerChunk * recomputed
}

const noStats: TwoSides['stats'] = {
  codesRead: 0,
  recomputed: 0,
  cached: 0,
  stale: 0,
  hops: 0,
  isComplete: true,
  candidates: 0,
  recompute: 0,
}

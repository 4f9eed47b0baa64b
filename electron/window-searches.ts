import { AppError } from '../core/errors.ts'
import type { Library } from '../core/library.ts'
import type { Ranking, SearchAnswer } from '../core/types.ts'
import type { SimilarRequest } from './contract.ts'
import { wordsOf, wordsOfFile } from './file-words.ts'
import { sayOfApp } from './texts/say-of-app.ts'

export interface WindowSearch {
  readonly query: string
  readonly limit: number
  readonly ranking: Ranking
}

interface SearchesParts {
  library(): Promise<Library>
  /** Hears of an answer by words alone, which comes before the whole one. */
  tell(client: string, answer: SearchAnswer): void
  /** A search found the model gone, or there again. */
  onModelTrouble(library: Library): void
}

/** The searches under way, one of each window: a newer one ends the older. */
export class WindowSearches {
  readonly #parts: SearchesParts
  readonly #running = new Map<string, AbortController>()

  constructor(parts: SearchesParts) {
    this.#parts = parts
  }

  /** @throws AppError as `Library.search`, `cancelled` */
  async search({ query, limit, ranking }: WindowSearch, client: string): Promise<SearchAnswer> {
    this.stop(client)
    const mine = new AbortController()
    this.#running.set(client, mine)
    try {
      const library = await this.#parts.library()
      mine.signal.throwIfAborted()
      const before = library.modelTrouble()
      const answer = await library.search({ query, limit, ranking, strategy: 'codes' }, mine.signal, (answer) => {
        if (!mine.signal.aborted) this.#parts.tell(client, answer)
      })
      if (library.modelTrouble()?.message !== before?.message) this.#parts.onModelTrouble(library)
      return answer
    } catch (error) {
      if (mine.signal.aborted) throw new AppError('cancelled', sayOfApp('search.replaced'), { cause: error })
      throw error
    } finally {
      if (this.#running.get(client) === mine) this.#running.delete(client)
    }
  }

  /** The passage itself is the question; what is a sign in the query language is only a blank here. @throws AppError `not-found` */
  async similar({ path, part, at, limit }: SimilarRequest, client: string): Promise<SearchAnswer> {
    const library = await this.#parts.library()
    const { passages } = await library.text({ path, part, at, before: 0, after: 0 })
    const words = wordsOf(passages[0]?.text ?? '')
    if (words === '') {
      throw new AppError('not-found', sayOfApp('app.textGone', { path }))
    }
    return this.search({ query: words, limit, ranking: 'meaning' }, client)
  }

  /** What the file says stays here: a window may name any file, and is to learn of none but the library's. */
  async similarFile(
    { path, limit }: { readonly path: string; readonly limit: number },
    client: string,
  ): Promise<SearchAnswer> {
    const answer = await this.search({ query: await wordsOfFile(path), limit, ranking: 'meaning' }, client)
    return { ...answer, query: '', chips: [] }
  }

  /** Ends the window's search, or everybody's. */
  stop(client?: string): void {
    for (const [of, controller] of this.#running) if (client === undefined || of === client) controller.abort()
  }
}

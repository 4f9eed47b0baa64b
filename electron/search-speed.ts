import type { Library } from '../core/library.ts'
import { plainWords } from '../core/search/query/plain-words.ts'
import type { SearchSpeed } from './contract.ts'

const searches = 12
const limit = 30

/** Searches for titles of the library's own documents, spread over it, as the app searches. */
export async function measureSearches(library: Library): Promise<SearchSpeed> {
  const times: number[] = []
  let cached = 0
  let recomputed = 0
  for (const query of sampleQueries(library)) {
    const { stats } = await library.search({ query, limit, ranking: 'meaning', strategy: 'codes' })
    times.push(stats.ms.total)
    cached += stats.cached
    recomputed += stats.recomputed
  }
  return {
    searches: times.length,
    medianMs: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0,
    cachedShare: cached === 0 ? 0 : cached / (cached + recomputed),
  }
}

function sampleQueries(library: Library): string[] {
  const titles: string[] = []
  for (const { title } of library.documents()) if (title.length >= 6) titles.push(title)
  const step = Math.max(1, Math.floor(titles.length / searches))
  const chosen = titles.filter((_, i) => i % step === 0).slice(0, searches)
  return chosen.map(plainWords).filter((query) => query !== '')
}

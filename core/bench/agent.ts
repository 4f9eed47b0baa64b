/* What an agent waits for: the protocol's own client on `leantern mcp`, which asks the process that holds the library. */
import { connectedAgent } from '../mcp/testing.ts'
import { openLibrary } from '../library.ts'
import { shareLibrary } from '../resident/share-library.ts'
import { percentile, round, table, type Bench } from './bench.ts'
import { libraryOfChunks, queriesFor } from './library-of-chunks.ts'

const defaultChunks = 100_000
const queries = 200

export const agentBench: Bench = {
  summary:
    'p50 and p95 of the tools of leantern mcp, warm, beside a process that holds the library (--chunks, default 100,000)',
  run: async ({ path, chunks = defaultChunks, print }) => {
    const made = await libraryOfChunks({ path, chunks, print })
    const asked = await queriesFor(made, queries)
    const library = await openLibrary({ folder: made.library, access: 'write', mustExist: true })
    const door = await shareLibrary({ library })
    const client = await connectedAgent('--index', made.library)
    try {
      const places: { path: string; start: number }[] = []
      const search = async (query: string): Promise<void> => {
        const { structuredContent } = await client.callTool({ name: 'search', arguments: { query } })
        const { results } = structuredContent as { results: { path: string; start: number }[] } // the tool's own schema
        places.push(...results.slice(0, 1).map(({ path, start }) => ({ path, start })))
      }
      const first = (await timed([asked[0]], search))[0]
      const times = {
        search: await timed(asked, search),
        get_passage: await timed(places, (place) => client.callTool({ name: 'get_passage', arguments: place })),
        status: await timed(asked.slice(0, 50), () => client.callTool({ name: 'status', arguments: {} })),
      }
      const tools = Object.entries(times).map(([tool, ms]) => ({
        tool,
        calls: ms.length,
        p50: round(percentile(ms, 0.5)),
        p95: round(percentile(ms, 0.95)),
        most: round(Math.max(...ms)),
      }))
      const rows = tools.map(({ tool, calls, p50, p95, most }) => [tool, calls, p50, p95, most])
      print(`${(await library.status()).chunks} chunks; the first search of all ${round(first)} ms`)
      for (const line of table([['tool', 'calls', 'p50 ms', 'p95 ms', 'most'], ...rows])) print(line)
      return { first: round(first), tools }
    } finally {
      await client.close()
      await door.close()
      await library.close()
    }
  },
}

/** Milliseconds of each, one after the other. */
async function timed<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) {
    const began = performance.now()
    await work(item)
    times.push(performance.now() - began)
  }
  return times
}

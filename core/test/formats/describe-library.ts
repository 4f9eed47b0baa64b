import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openCatalogue } from '../../catalogue/open-catalogue.ts'
import { TextCache } from '../../catalogue/text-cache.ts'
import { analyse } from '../../keywords/analyse.ts'
import { searchKeywords } from '../../keywords/bm25.ts'
import { codeEstimates } from '../../leann/graph/code-estimates.ts'
import { walkEstimates } from '../../leann/graph/walk-codes.ts'
import { prepareQuery } from '../../leann/codes.ts'
import { hotCacheName } from '../../leann/hot-cache-file.ts'
import { chunkAt } from '../../leann/segment-file.ts'
import { openStore } from '../../leann/store.ts'
import { decodeOutline } from '../../text/outline.ts'

/** Where the documents of a kept library seem to lie: nothing is read there. */
export const documentsRoot = '/documents-of-the-fixture'

const words = ['tea', 'eruption', 'payments', 'strings', 'penguin', 'letter'] as const

/** All that the files of a library say, read without the model and without the documents: plain values that can be compared. */
export async function describeLibrary(folder: string): Promise<object> {
  const store = await openStore(folder)
  const catalogue = openCatalogue(folder, 'read')
  const texts = new TextCache(folder, 'read')
  try {
    const documents = [...catalogue.documents(store.generation)].map(({ outline, hash, ...document }) => {
      const rows = store.rowsOf(document.id)
      const text = document.place === 'cached' ? texts.read(document.id, 0, 40) : null
      return {
        ...document,
        hash: String(hash),
        title: decodeOutline(outline).title,
        text: text === null ? null : Buffer.from(text).toString(),
        starts: [...(rows?.starts ?? [])],
        ends: [...(rows?.ends ?? [])],
        checks: [...(rows?.checks ?? [])],
        scales: [...(rows?.codes.scales ?? [])],
        signs: Buffer.from(rows?.codes.signs ?? []).toString('hex'),
      }
    })
    return {
      generation: store.generation,
      model: store.model,
      roots: catalogue.roots(),
      documents,
      segments: await Promise.all(
        store.segments.map(({ graph }) => describeGraph(graph === null ? null : graph.open())),
      ),
      walked: await walkedRows(store),
      found: Object.fromEntries(words.map((word) => [word, foundByWord(store, word)])),
      hasHotCache: await stat(join(folder, hotCacheName)).then(() => true),
    }
  } finally {
    texts.close()
    catalogue.close()
  }
}

type Store = Awaited<ReturnType<typeof openStore>>

async function describeGraph(opened: ReturnType<NonNullable<Store['segments'][number]['graph']>['open']> | null) {
  if (opened === null) return null
  const { nodeCount, entryPoints, offsets, edges } = await opened
  return { nodeCount, entryPoints: [...entryPoints], offsets: [...offsets], edges: [...edges] }
}

/** Rows that a walk finds for a fixed vector: rotation, codes and graph together. */
async function walkedRows({ segments, codec, model }: Store): Promise<number[]> {
  const live = segments.find(({ graph }) => graph !== null)
  if (live?.graph == null) return []
  const query = Float32Array.from(
    { length: model.dimensions },
    (_, i) => Math.cos(i * i) / Math.sqrt(model.dimensions / 2),
  )
  const estimate = codeEstimates(prepareQuery(codec, query), live.segment.codes)
  return walkEstimates({ graph: await live.graph.open(), efSearch: 4, estimate }).results.map(({ item }) => item)
}

function foundByWord({ segments }: Store, word: string): object[] {
  const withWords = segments.flatMap(({ keywords, deleted }) => (keywords === null ? [] : [{ keywords, deleted }]))
  return searchKeywords({ segments: withWords, terms: analyse(word), count: 10 }).hits.map(
    ({ segment, row, score }) => {
      const { document, start } = chunkAt(segments[segment].segment, row)
      return { document, start, score: Number(score.toFixed(4)) }
    },
  )
}

import type { CsrGraph } from './graph/csr-graph.ts'
import type { LiveSegment } from './live-segments.ts'
import { chunkAt, type ChunkRef } from './segment-file.ts'
import { TopRows } from './top-rows.ts'

/** The `most` chunks that other chunks' lists name most often, over all segments with graphs: walks cross these. */
export async function hubChunks(segments: readonly LiveSegment[], most: number): Promise<ChunkRef[]> {
  const top = new TopRows(most)
  let base = 0
  for (const { segment, graph, deleted } of segments) {
    if (graph !== null) {
      const links = linksTo(await graph.open())
      for (let row = 0; row < links.length; row++) {
        if (deleted?.has(row) !== true) top.add(links[row], base + row)
      }
    }
    base += segment.rowCount
  }
  return top.sorted().map(({ item }) => chunkOf(segments, item))
}

/** [nodes]: how many lists a node is in. */
function linksTo({ nodeCount, edges }: CsrGraph): Uint32Array {
  const links = new Uint32Array(nodeCount)
  for (let i = 0; i < edges.length; i++) links[edges[i]]++
  return links
}

function chunkOf(segments: readonly LiveSegment[], item: number): ChunkRef {
  let row = item
  for (const { segment } of segments) {
    if (row < segment.rowCount) return chunkAt(segment, row)
    row -= segment.rowCount
  }
  throw new RangeError(`No row ${item}`)
}

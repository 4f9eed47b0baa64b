import { join } from 'node:path'
import { openLibrary } from '../library.ts'
import { round, table, type Bench } from './bench.ts'
import { corpusFolder, withTemporaryFolder } from './temporary.ts'

/** How fast a folder becomes searchable, what that takes in memory and what the library weighs. */
export const ingestBench: Bench = {
  summary: 'files/s, MB of text/s, chunks/s, peak memory, bytes by part',
  run: ({ path, print }) =>
    withTemporaryFolder(async (folder) => {
      const root = await corpusFolder(path, folder)
      const library = await openLibrary({ folder: join(folder, 'library'), access: 'write' })
      try {
        const added = await library.addRoot(root)
        const summary = await library.index({ roots: [added] })
        const again = await library.index({ roots: [added] })
        const status = await library.status()
        const seconds = summary.elapsedMs / 1000
        const figures = {
          files: summary.added,
          failed: summary.failed,
          chunks: summary.chunks,
          textBytes: summary.textBytes,
          seconds: round(seconds),
          filesPerSecond: round(summary.added / seconds),
          textMBPerSecond: round(summary.textBytes / 1e6 / seconds),
          chunksPerSecond: round(summary.chunks / seconds),
          meanChunkBytes: round(summary.textBytes / summary.chunks),
          secondRunSeconds: round(again.elapsedMs / 1000),
          secondRunEmbedded: again.embedded,
          peakRssMB: round(process.resourceUsage().maxRSS / 1024),
          bytes: status.bytes,
          share: { semantic: round(status.share.semantic), total: round(status.share.total) },
          bytesPerChunk: round(status.bytes.semantic / summary.chunks),
        }
        const rows = Object.entries(figures).filter(([, value]) => typeof value === 'number')
        for (const line of table([
          ...rows,
          ...Object.entries(status.bytes).map(([part, bytes]): [string, number] => [`bytes.${part}`, bytes]),
        ] as [string, number][]))
          print(line)
        print(
          `share of the text: semantic ${(status.share.semantic * 100).toFixed(2)} %, all ${(status.share.total * 100).toFixed(2)} %`,
        )
        return figures
      } finally {
        await library.close()
      }
    }),
}

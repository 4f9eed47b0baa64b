import { Command } from 'commander'
import type { OptimizeProgress, OptimizeSummary } from '../types.ts'
import {
  byteSize,
  libraryFolder,
  withLibrary,
  withLibraryOption,
  type CommandParts,
  type LibraryChoice,
} from './command.ts'
import { formatBytes, formatCount, formatDuration, plural } from './format.ts'
import { stepLine } from './step-line.ts'
import { exitCodes, type Terminal } from './main.ts'

interface OptimizeWords extends LibraryChoice {
  readonly json?: boolean
  readonly hotCache?: number
}

const largestHotCache = 4e9

/** `leantern optimize`. */
export function optimizeCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('optimize'))
    .description('put the index into one piece and link its chunks, for --strategy two-level and exact')
    .addHelpText(
      'after',
      '\nEvery chunk is read and embedded once more. A run that is interrupted goes on where it was.\n' +
        'Searching and indexing work meanwhile; the usual strategy, codes, needs none of this below half a million chunks.\n',
    )
    .option(
      '--hot-cache <size>',
      'from now on keep up to so many bytes of embeddings, as 32MB, of the chunks that searches need most, in the library: for slow models; 0 stops it',
      byteSize(largestHotCache),
    )
    .option('--json', 'print what was done as one JSON object')
    .action((words: OptimizeWords) => finish(() => runOptimize(words, terminal)))
}

const verbs: Readonly<Record<OptimizeProgress['phase'], string>> = {
  merging: 'Putting the index into one piece',
  embedding: 'Embedding chunks',
  linking: 'Linking chunks',
}

async function runOptimize(words: OptimizeWords, terminal: Terminal): Promise<number> {
  const interrupt = new AbortController()
  const stop = (): void => interrupt.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const { hotCache: hotCacheBytes } = words
    const options = { folder: libraryFolder(words), access: 'write', mustExist: true } as const
    return await withLibrary({ ...options, ...(hotCacheBytes !== undefined && { hotCacheBytes }) }, async (library) => {
      const line = stepLine(terminal)
      const summary = await library.optimize({
        signal: interrupt.signal,
        onProgress: ({ phase, done, total }) => line.show(verbs[phase], done, total),
      })
      line.end()
      if (words.json === true) terminal.out(`${JSON.stringify(summary)}\n`)
      else report(summary, terminal)
      return summary.cancelled ? exitCodes.interrupted : exitCodes.done
    })
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

function report({ chunks, embedded, stale, resumed, ...rest }: OptimizeSummary, terminal: Terminal): void {
  const { graphBytes, averageDegree, elapsedMs, cancelled } = rest
  const earlier = resumed === 0 ? '' : `, ${formatCount(resumed)} by an earlier run`
  terminal.out(
    `${plural(chunks, 'chunk')}: ${formatCount(embedded)} embedded${earlier} in ${formatDuration(elapsedMs)}\n`,
  )
  if (stale > 0) terminal.out(`${plural(stale, 'chunk')} of files that changed; the next index run reads them\n`)
  if (cancelled) return terminal.err('Interrupted. Run the same command to go on.\n')
  if (chunks === 0) return
  terminal.out(
    `Graph: ${formatBytes(graphBytes)}, ${averageDegree.toFixed(1)} links a chunk, ${(graphBytes / chunks).toFixed(1)} bytes a chunk\n`,
  )
}

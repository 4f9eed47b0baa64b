import { Command, Option } from 'commander'
import { text as readAll } from 'node:stream/consumers'
import { rankings, strategies, type Ranking, type SearchAnswer, type Strategy } from '../types.ts'
import {
  libraryFolder,
  wholeNumber,
  withLibrary,
  withLibraryOption,
  type CommandParts,
  type LibraryChoice,
} from './command.ts'
import { formatCount } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface SearchWords extends LibraryChoice {
  readonly limit: number
  readonly strategy: Strategy
  readonly ranking: Ranking
  readonly json?: boolean
  readonly explain?: boolean
}

export function searchCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('search'))
    .description('find passages by meaning')
    .argument('<query>', 'a question or some words; - reads it from standard input')
    .option('--limit <n>', 'most passages to show', wholeNumber(1, 1000), 10)
    .addOption(
      new Option('--strategy <name>', 'codes: scan codes, recompute the best; flat: recompute everything (exact, slow)')
        .choices(strategies)
        .default('codes'),
    )
    .addOption(
      new Option('--ranking <name>', 'fused: words and meaning together; or one of them alone')
        .choices(rankings)
        .default('fused'),
    )
    .option('--explain', 'say why each passage was found and what the answer cost')
    .option('--json', 'print the answer as one JSON object')
    .action((query: string, words: SearchWords) => finish(() => runSearch(query, words, terminal)))
}

async function runSearch(
  words: string,
  { limit, strategy, ranking, json, explain, ...choice }: SearchWords,
  terminal: Terminal,
): Promise<number> {
  const query = words === '-' ? await readAll(process.stdin) : words
  return withLibrary({ folder: libraryFolder(choice), access: 'read' }, async (library) => {
    const answer = await library.search({ query, limit, strategy, ranking })
    if (json === true) terminal.out(`${JSON.stringify(answer)}\n`)
    else print(answer, explain === true, terminal)
    return answer.results.length === 0 ? exitCodes.nothingFound : exitCodes.done
  })
}

function print({ query, results, stats }: SearchAnswer, isExplained: boolean, terminal: Terminal): void {
  if (results.length === 0) terminal.err(`Nothing found for “${query}”.\n`)
  for (const { rank, title, heading, snippet, path, score, why } of results) {
    terminal.out(
      `${String(rank).padStart(2)}. ${title}${heading === '' || heading === title ? '' : `  (${heading})`}\n`,
    )
    terminal.out(`    ${snippet}\n    ${path}\n`)
    if (isExplained) terminal.out(`    ${why} Score ${score.toFixed(3)}.\n`)
    terminal.out('\n')
  }
  if (!isExplained) return
  const { ms } = stats
  terminal.out(
    `Strategy ${stats.strategy}: ${formatCount(stats.chunks)} chunks, ${formatCount(stats.codesRead)} codes read, ` +
      `${formatCount(stats.recomputed)} recomputed, ${formatCount(stats.stale)} out of date. ` +
      `Encode ${ms.encode.toFixed(1)} ms, candidates ${ms.candidates.toFixed(1)} ms, recompute ${ms.recompute.toFixed(1)} ms, total ${ms.total.toFixed(1)} ms.\n`,
  )
}

import { Command, Option } from 'commander'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { text as readAll } from 'node:stream/consumers'
import { AppError } from '../errors.ts'
import { operatorHelp, operatorNames } from '../search/query/operators.ts'
import { rankings, strategies, type Ranking, type SearchAnswer, type SearchHit, type Strategy } from '../types.ts'
import {
  libraryFolder,
  questionAndLibrary,
  wholeNumber,
  withLibrary,
  withLibraryOption,
  type CommandParts,
  type LibraryChoice,
} from './command.ts'
import { painted } from './colour.ts'
import { formatCount, placeText, plural, printable } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface SearchWords extends LibraryChoice {
  readonly limit: number
  readonly strategy: Strategy
  readonly ranking: Ranking
  readonly topK?: number
  readonly efSearch?: number
  readonly complexity?: number
  readonly batch?: number
  readonly budget?: number
  readonly json?: boolean
  readonly eachLine?: boolean
  readonly explain?: boolean
}

const queryHelp = `
In the query:
  word word     passages that say most of them, or mean the same
  "two words"   exactly so; meaning is off. "two words"~5: near each other
  -word         no document that says it; also -"two words" and -type:pdf
  this OR that  one of them at least
  begin*        words that begin so
${operatorNames.map((name) => `  ${`${name}:`.padEnd(13)} ${operatorHelp[name].text}`).join('\n')}

Filters alone list documents, newest first. An operator twice means either (type: from: on: lang: source: site:) or both.
`

/** `leantern search`. */
export function searchCommand({ terminal, finish, settings }: CommandParts): Command {
  return withLibraryOption(new Command('search'))
    .description('find passages by words and meaning')
    .argument('<query>', 'a question or some words, with operators (below); - reads it from standard input')
    .argument('[question]', 'with LEANN’s form, search NAME "question": the question')
    .option('--limit <n>', 'most passages to show', wholeNumber(1, 1000), settings['search.limit'] ?? 10)
    .addOption(new Option('--top-k <n>', 'as LEANN writes --limit').argParser(wholeNumber(1, 1000)).hideHelp())
    .addOption(
      new Option('--complexity <n>', 'as LEANN writes --ef-search').argParser(wholeNumber(1, 10_000)).hideHelp(),
    )
    .addOption(
      new Option(
        '--strategy <name>',
        'codes: candidates by their codes, recompute the best; two-level, exact: walk the graph that optimize made, as the LEANN paper does; flat: recompute everything (slow)',
      )
        .choices(strategies)
        .default('codes'),
    )
    .addOption(
      new Option('--ranking <name>', 'fused: words and meaning together; or one of them alone')
        .choices(rankings)
        .default('fused'),
    )
    .option(
      '--ef-search <n>',
      'width of a walk over the graph: more finds more and recomputes more',
      wholeNumber(1, 10_000),
    )
    .option(
      '--batch <n>',
      'chunks that a walk recomputes together (default: as many as suit the model)',
      wholeNumber(1, 1024),
    )
    .option('--budget <ms>', 'milliseconds after which the best so far is shown', wholeNumber(1, 3_600_000))
    .option('--each-line', 'with -: every line of standard input is a question, answered one after the other')
    .option('--explain', 'say why each passage was found and what the answer cost')
    .option('--json', 'print the answer as one JSON object')
    .addHelpText('after', queryHelp)
    .action((query: string, second: string | undefined, { topK, complexity, ...words }: SearchWords) =>
      finish(() => {
        const { question, choice } = questionAndLibrary(query, second, words)
        const limit = topK ?? words.limit
        const efSearch = words.efSearch ?? complexity
        return runSearch(
          question,
          { ...words, ...choice, limit, ...(efSearch === undefined ? {} : { efSearch }) },
          terminal,
        )
      }),
    )
}

async function runSearch(
  words: string,
  { limit, strategy, ranking, efSearch, batch, budget, json, eachLine, explain, ...choice }: SearchWords,
  terminal: Terminal,
): Promise<number> {
  if (eachLine === true && words !== '-') {
    throw new AppError('bad-request', 'Expected - with --each-line: questions come from standard input.')
  }
  return withLibrary({ folder: libraryFolder(choice), access: 'read' }, async (library) => {
    let code: number = exitCodes.nothingFound
    for await (const query of questionsOf(words, eachLine === true)) {
      const answer = await library.search({
        query,
        limit,
        strategy,
        ranking,
        ...(efSearch === undefined ? {} : { efSearch }),
        ...(batch === undefined ? {} : { batch }),
        ...(budget === undefined ? {} : { budgetMs: budget }),
      })
      noteLimits(answer, terminal)
      if (json === true) terminal.out(`${JSON.stringify(answer)}\n`)
      else print(answer, explain === true, terminal)
      if (answer.results.length > 0) code = exitCodes.done
    }
    return code
  })
}

async function* questionsOf(words: string, isEachLine: boolean): AsyncGenerator<string> {
  if (words !== '-') yield words
  else if (!isEachLine) yield await readAll(process.stdin)
  else for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== '') yield line
}

/** What a person would not expect of the answer. */
function noteLimits({ stats }: SearchAnswer, terminal: Terminal): void {
  const isWalk = stats.strategy === 'exact' || stats.strategy === 'two-level'
  if (isWalk && stats.hops === 0)
    terminal.err('No part of this library has a graph, so codes were used. Make one with: leantern optimize\n')
  if (!stats.isComplete) terminal.err('The time was up: these are the best found so far.\n')
}

/** Passages by document, in the order of each document's best. */
function print({ query, results, notes, stats }: SearchAnswer, isExplained: boolean, terminal: Terminal): void {
  for (const note of notes) terminal.err(`${note}\n`)
  if (results.length === 0) terminal.err(`Nothing found for “${query}”.\n`)
  for (const hits of Map.groupBy(results, ({ document }) => document).values()) {
    const [{ rank, also, kind, uri }] = hits
    // A text that was imported may have no title.
    const title = printable(hits[0].title || basename(hits[0].path))
    for (const [i, { heading, snippet, score, why, away = false }] of hits.entries()) {
      const place = heading === '' || heading === hits[0].title ? '' : printable(heading)
      if (i === 0)
        terminal.out(
          `${String(rank).padStart(2)}. ${painted(terminal, 'title', title)}${place === '' ? '' : `  (${place})`}\n`,
        )
      const text = printable(away && snippet === '' ? 'Its disk is not there now.' : snippet)
      // Of a photo nothing but the name may be known.
      if (text !== '') terminal.out(`    ${i === 0 || place === '' ? '' : `(${place}) `}${text}\n`)
      if (isExplained) terminal.out(`    ${printable(why)} Score ${score.toFixed(3)}.\n`)
    }
    const where = kind === 'history' ? `${placeText(hits[0])}  ${visitsText(hits[0])}` : placeText(hits[0])
    terminal.out(`    ${painted(terminal, 'place', printable(where))}\n`)
    // The same page in another browser is told by the file of that one.
    const others = also.map((copy) => (kind === 'history' && copy.uri === uri ? copy.path : placeText(copy)))
    if (others.length > 0) terminal.out(`    also in ${printable(others.join(', '))}\n`)
    terminal.out('\n')
  }
  if (!isExplained) return
  const { ms } = stats
  terminal.out(
    `Strategy ${stats.strategy}: ${formatCount(stats.chunks)} chunks, ${formatCount(stats.codesRead)} codes read, ${formatCount(stats.hops)} hops, ` +
      `${formatCount(stats.recomputed)} recomputed, ${formatCount(stats.cached)} from the hot cache, ${formatCount(stats.stale)} out of date. ` +
      `Encode ${ms.encode.toFixed(1)} ms, candidates ${ms.candidates.toFixed(1)} ms, recompute ${ms.recompute.toFixed(1)} ms, total ${ms.total.toFixed(1)} ms.\n`,
  )
}

function visitsText({ visits = 0, dated }: SearchHit): string {
  return `(${plural(visits, 'visit')}, last ${new Date(dated).toISOString().slice(0, 10)})`
}

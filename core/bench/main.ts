/* `npm run bench -- NAME`: measures on this machine and prints what it saw. */
import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { Command } from 'commander'
import { AppError, messageOf } from '../errors.ts'
import type { Bench } from './bench.ts'
import { parseBenchOptions, typedAgain, type BenchWords } from './bench-options.ts'
import { agentBench } from './agent.ts'
import { answersBench } from './answers/answers.ts'
import { buildBench } from './build.ts'
import { codeBench } from './code/code.ts'
import { documentsBench } from './documents/documents.ts'
import { encodeBench } from './encode/encode.ts'
import { ingestBench } from './ingest.ts'
import { kernelsBench } from './kernels.ts'
import { latencyBench } from './latency.ts'
import { modelBench } from './model.ts'
import { historyBench } from './history/history.ts'
import { fusionBench } from './quality/fusion.ts'
import { qualityBench } from './quality/quality.ts'
import { questionsBench } from './questions/questions.ts'
import { recallBench } from './recall.ts'
import { searchBench } from './search.ts'
import { sizeBench } from './size.ts'
import { tokenizerBench } from './tokenizer.ts'
import { uiBench } from './ui.ts'
import { updateBench } from './update.ts'
import { watchBench } from './watch.ts'

const benches: Readonly<Record<string, Bench>> = {
  agent: agentBench,
  answers: answersBench,
  build: buildBench,
  code: codeBench,
  documents: documentsBench,
  encode: encodeBench,
  fusion: fusionBench,
  history: historyBench,
  ingest: ingestBench,
  kernels: kernelsBench,
  latency: latencyBench,
  model: modelBench,
  quality: qualityBench,
  questions: questionsBench,
  recall: recallBench,
  search: searchBench,
  size: sizeBench,
  tokenizer: tokenizerBench,
  ui: uiBench,
  update: updateBench,
  watch: watchBench,
}

interface Words extends BenchWords {
  readonly json?: boolean
  readonly record?: boolean
}

const list = Object.entries(benches).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)

new Command('bench')
  .description('Measures Leantern on this machine.')
  .argument('<name>', 'which bench')
  .option('--path <dir>', 'folder to measure on (default: a generated corpus)')
  .option('--data <dir>', 'folder of judged sets (default: ../data/retrieval)')
  .option('--models <names>', 'installed models, separated by commas (default: all)')
  .option('--chunks <count>', 'chunks to measure with')
  .option('--peers <names>', 'other vector stores to install and run, by npm name, separated by commas; or "all"')
  .option('--large', 'also what takes longer than 25 minutes')
  .option('--vectors <file>', 'measure on your own vectors: little-endian float32 rows')
  .option('--queries <file>', 'queries for --vectors, in the same form')
  .option('--dim <count>', 'dimensions of --vectors and --queries')
  .option('--json', 'print the figures as one JSON object, as the last line')
  .option('--record', 'append the output to core/bench/results.md')
  .addHelpText('after', `\nBenches:\n${list.join('\n')}\n`)
  .action(run)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(
      `bench: ${error instanceof AppError ? error.message : error instanceof Error ? error.stack : messageOf(error)}`,
    )
    process.exitCode = 1
  })

async function run(name: string, words: Words): Promise<void> {
  const bench = benches[name]
  if (bench === undefined) {
    throw new AppError('bad-request', `Expected one of ${Object.keys(benches).join(', ')}, got "${name}".`)
  }
  const lines: string[] = []
  const print = (line: string): void => {
    lines.push(line)
    console.log(line)
  }
  for (const line of heading(name, words)) print(line)
  const figures = await bench.run({ ...parseBenchOptions(words), print })
  if (words.json === true) console.log(JSON.stringify(figures))
  if (words.record === true) {
    const [title, ...rest] = lines
    appendFileSync(new URL('results.md', import.meta.url), `\n## ${title}\n\n\`\`\`text\n${rest.join('\n')}\n\`\`\`\n`)
  }
}

function heading(name: string, words: BenchWords): string[] {
  const day = new Date().toISOString().slice(0, 10)
  const [{ model }] = cpus()
  return [
    `${name}, ${day}, commit ${commit()}`,
    `machine: ${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`,
    `command: npm run --silent bench -- ${name} ${typedAgain(words)}`.trimEnd(),
  ]
}

function commit(): string {
  try {
    const id = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
    const isDirty = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { encoding: 'utf8' }) !== ''
    return isDirty ? `${id} with changes` : id
  } catch {
    return 'unknown (no git)'
  }
}

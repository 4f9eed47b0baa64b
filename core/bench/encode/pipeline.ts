/* The pipeline of @huggingface/transformers on the same models and texts, in a process of its own. */
import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { BenchContext } from '../bench.ts'

export const pipelineName = '@huggingface/transformers'

const folder = join(import.meta.dirname, 'peer')

/** What the child is asked: texts per round, and for how long, or null for their vectors. The model is opened by the first question. */
interface PipelineQuestion {
  /** Folder of models, and the model's name in it. */
  readonly models: string
  readonly model: string
  readonly texts: readonly string[]
  readonly threads: number
  readonly ms: number | null
}

type PipelineAnswer =
  | { readonly roundsPerSecond: number }
  | { readonly vectors: Float32Array }
  | { readonly error: string }

/** Whether it can run here; `--peers` installs it. */
export function hasPipeline({ peers, print }: Pick<BenchContext, 'peers' | 'print'>): boolean {
  const unknown = peers?.find((name) => !['all', 'none', pipelineName].includes(name))
  if (unknown !== undefined) {
    throw new AppError('bad-request', `Expected --peers to be ${pipelineName}, all or none, got "${unknown}".`)
  }
  if (peers?.includes('none') === true) return false
  if (peers !== undefined && !isInstalled()) install(print)
  if (!isInstalled()) print(`not installed here: ${pipelineName} (install with --peers all, about 470 MB)`)
  return isInstalled()
}

function isInstalled(): boolean {
  return existsSync(join(folder, 'node_modules', pipelineName))
}

function install(print: (line: string) => void): void {
  print(`installing ${pipelineName} into core/bench/encode/peer/node_modules …`)
  const { npm_execpath: npm } = process.env
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const words = [...first, 'install', '--no-save', '--ignore-scripts']
  const { status } = spawnSync(command, words, { cwd: folder, stdio: ['ignore', 2, 2] })
  if (status !== 0) print('npm install did not succeed in core/bench/encode/peer')
}

/** One model in it. */
export class Pipeline implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #about: Pick<PipelineQuestion, 'models' | 'model' | 'threads'>

  constructor(modelFolder: string, threads: number) {
    this.#about = { models: dirname(modelFolder), model: basename(modelFolder), threads }
    // Advanced: vectors cross as they are.
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
    this.#child = fork(join(folder, 'run.js'), { stdio: [...stdio], serialization: 'advanced' })
  }

  /** `texts` again and again for about `ms`: rounds a second. @throws AppError `failed` where it does not run */
  async roundsPerSecond(texts: readonly string[], ms: number): Promise<number> {
    const answer = await this.#ask(texts, ms)
    return 'roundsPerSecond' in answer ? answer.roundsPerSecond : notRunning(answer)
  }

  /** Unit vectors [texts × dimensions], row-major. @throws AppError `failed` where it does not run */
  async vectorsOf(texts: readonly string[]): Promise<Float32Array> {
    const answer = await this.#ask(texts, null)
    return 'vectors' in answer ? answer.vectors : notRunning(answer)
  }

  async #ask(texts: readonly string[], ms: number | null): Promise<PipelineAnswer> {
    const { promise, resolve } = Promise.withResolvers<PipelineAnswer>()
    const ended = (code: number | null, signal: string | null): void =>
      resolve({ error: `ended with ${signal ?? code}` })
    this.#child.once('message', resolve)
    this.#child.once('exit', ended)
    const question: PipelineQuestion = { ...this.#about, texts, ms }
    this.#child.send(question)
    try {
      return await promise
    } finally {
      this.#child.off('message', resolve)
      this.#child.off('exit', ended)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill()
    await gone
  }
}

function notRunning(answer: PipelineAnswer): never {
  const reason = 'error' in answer ? answer.error.split('\n')[0] : 'another answer came'
  throw new AppError('failed', `${pipelineName} does not run here: ${reason}`)
}

/* The pipeline of @huggingface/transformers on the same models and texts, in a process of its own. */
import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { BenchContext } from '../bench.ts'

export const pipelineName = '@huggingface/transformers'

const folder = join(import.meta.dirname, 'peer')

/** What the child is asked: texts per round, and for how long. The model is opened by the first question. */
interface PipelineQuestion {
  /** Folder of models, and the model's name in it. */
  readonly models: string
  readonly model: string
  readonly texts: readonly string[]
  readonly threads: number
  readonly ms: number
}

type PipelineAnswer = { readonly roundsPerSecond: number } | { readonly error: string }

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
    this.#child = fork(join(folder, 'run.js'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  }

  /** `texts` again and again for about `ms`: rounds a second. @throws AppError `failed` where it does not run */
  async roundsPerSecond(texts: readonly string[], ms: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<PipelineAnswer>()
    const ended = (code: number | null, signal: string | null): void =>
      resolve({ error: `ended with ${signal ?? code}` })
    this.#child.once('message', resolve)
    this.#child.once('exit', ended)
    const question: PipelineQuestion = { ...this.#about, texts, ms }
    this.#child.send(question)
    const answer = await promise
    this.#child.off('exit', ended)
    if ('roundsPerSecond' in answer) return answer.roundsPerSecond
    throw new AppError('failed', `${pipelineName} does not run here: ${answer.error.split('\n')[0]}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill()
    await gone
  }
}

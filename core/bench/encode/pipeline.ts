/* The pipeline of @huggingface/transformers on the same models and texts, in a process of its own. */
import { fork, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { BenchContext } from '../bench.ts'

export const pipelineName = '@huggingface/transformers'

const folder = join(import.meta.dirname, 'peer')

/** What the child is asked: texts per round, and for how long. */
export interface PipelineQuestion {
  /** Folder of models, and the model's name in it. */
  readonly models: string
  readonly model: string
  readonly texts: readonly string[]
  readonly threads: number
  readonly ms: number
}

export type PipelineAnswer = { readonly roundsPerSecond: number } | { readonly error: string }

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

/** Chunks a second; null, with a line that says why, where it does not run. */
export async function pipelineSpeed(
  { modelFolder, texts, threads }: { modelFolder: string; texts: readonly string[]; threads: number },
  print: (line: string) => void,
): Promise<number | null> {
  const child = fork(join(folder, 'run.js'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const question: PipelineQuestion = {
    models: dirname(modelFolder),
    model: basename(modelFolder),
    texts,
    threads,
    ms: 800,
  }
  const answer = await new Promise<PipelineAnswer>((resolve) => {
    child.once('message', (message: PipelineAnswer) => resolve(message))
    child.once('exit', (code, signal) => resolve({ error: `it ended with ${signal ?? code}` }))
    child.send(question)
  })
  child.kill()
  if ('roundsPerSecond' in answer) return answer.roundsPerSecond * texts.length
  print(`${pipelineName} does not run here: ${answer.error.split('\n')[0]}`)
  return null
}

/* How fast a model is here, in parts: text to tokens, tokens to vectors, and both as the encoder does it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { mostCells } from '../../embed/batch-budget.ts'
import { openEncoder } from '../../embed/encoder.ts'
import { readModelFolder } from '../../embed/model-folder.ts'
import { openSession } from '../../embed/session.ts'
import { openTokenizer } from '../../embed/text-tokenizer.ts'
import { TokenBuffer } from '../../embed/token-buffer.ts'
import { tokenise } from '../../embed/tokens/tokenise.ts'
import { batchEnd } from '../../embed/windows.ts'

/** `ahead`: both, as an index run has it: another thread makes tokens while the model runs. */
export type Stage = 'tokenise' | 'infer' | 'both' | 'ahead'

/** A model with some texts. */
export interface Stages {
  /** Of all texts, special ones included. */
  readonly tokens: number
  /** Of the texts, [texts × dimensions], row-major. */
  vectors(): Promise<Float32Array>
  /** All texts once. */
  readonly rounds: Readonly<Record<Stage, () => Promise<unknown>>>
}

/** A model, opened to be measured. */
export interface OpenModel extends AsyncDisposable {
  stagesOf(texts: readonly string[]): Stages
}

/** `open`: how the model of `infer` is run; the encoder of the other stages decides itself. */
export async function openModel(
  folder: string,
  { threads, open = openSession }: { readonly threads: number; readonly open?: typeof openSession },
): Promise<OpenModel> {
  const model = await readModelFolder(folder)
  const tokenizer = openTokenizer(model)
  const session = await open(model, { threads, provider: 'cpu', tokenizer })
  const encoder = await openEncoder(folder, { threads, tokensAhead: true })
  return {
    stagesOf(texts) {
      const inputs = texts.map((text) => ({ header: '', text }))
      const parts = { tokenizer, rules: model.description, tokens: new TokenBuffer() }
      const { windows, tokens } = tokenise(inputs, 0, { ...parts, tokens: new TokenBuffer() })
      const vectors = (): Promise<Float32Array> => encoder.embed(inputs)
      return {
        vectors,
        tokens: windows.reduce((sum, { length }) => sum + length, 0),
        rounds: {
          tokenise: async () => tokenise(inputs, 0, parts),
          infer: async () => {
            for (let at = 0, end = 0; at < windows.length; at = end) {
              end = batchEnd(windows, at, mostCells.cpu)
              await session.run(windows.slice(at, end), tokens)
            }
          },
          both: vectors,
          ahead: () => encoder.embed(inputs, undefined, { background: {} }),
        },
      }
    },
    async [Symbol.asyncDispose]() {
      await session.release()
      await encoder.close()
    },
  }
}

/** How often `round` runs in a second. */
export async function roundsPerSecond(round: () => unknown, ms: number): Promise<number> {
  const started = performance.now()
  let rounds = 0
  do {
    await round()
    rounds++
  } while (performance.now() - started < ms)
  return (rounds / (performance.now() - started)) * 1000
}

/** Threads of a model that has just run still look for work for a moment. */
const pauseMs = 50

/** What each measures at best, in turns, so that all see the same noise; a first turn warms up and does not count. */
export async function bestInTurns(measures: readonly (() => Promise<number>)[], turns: number): Promise<number[]> {
  const best = measures.map(() => 0)
  for (let turn = 0; turn <= turns; turn++) {
    for (const [i, measure] of measures.entries()) {
      const value = await measure()
      if (turn > 0) best[i] = Math.max(best[i], value)
      await sleep(pauseMs)
    }
  }
  return best
}

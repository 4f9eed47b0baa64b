/* How fast a model is here, in parts: text to tokens, tokens to vectors, and both as the encoder does it. */
import { mostCells } from '../../embed/batch-budget.ts'
import { openEncoder } from '../../embed/encoder.ts'
import { readModelFolder } from '../../embed/model-folder.ts'
import { openSession } from '../../embed/session.ts'
import { openTokenizer } from '../../embed/text-tokenizer.ts'
import { TokenBuffer } from '../../embed/token-buffer.ts'
import { batchEnd, windowsOf, type Window } from '../../embed/windows.ts'

export interface StageSpeed {
  readonly stage: 'tokenise' | 'infer' | 'both'
  readonly chunksPerSecond: number
  readonly tokensPerSecond: number
}

/** Each stage runs for about this long, after once for nothing. */
const measureMs = { tokenise: 200, infer: 800, both: 800 } as const

/** `texts` again and again through each stage, with so many threads in the model. */
export async function measureStages(folder: string, texts: readonly string[], threads: number): Promise<StageSpeed[]> {
  const model = await readModelFolder(folder)
  const tokenizer = openTokenizer(model)
  const tokens = new TokenBuffer()
  const { maxTokens } = model.description
  const tokenise = (): Window[] => {
    tokens.clear()
    return texts.flatMap((text, row) => windowsOf({ header: '', text }, row, { tokenizer, tokens, maxTokens }))
  }
  const windows = tokenise().toSorted((a, b) => b.length - a.length)
  const perRound = windows.reduce((sum, { length }) => sum + length, 0)
  const speed = async (stage: StageSpeed['stage'], round: () => unknown): Promise<StageSpeed> => {
    const rounds = await roundsPerSecond(round, measureMs[stage])
    return { stage, chunksPerSecond: rounds * texts.length, tokensPerSecond: rounds * perRound }
  }
  const speeds = [await speed('tokenise', tokenise)]
  const session = await openSession(model, { threads, provider: 'cpu', tokenizer })
  tokenise()
  speeds.push(
    await speed('infer', async () => {
      for (let at = 0, end = 0; at < windows.length; at = end) {
        end = batchEnd(windows, at, mostCells.cpu)
        await session.run(windows.slice(at, end), tokens)
      }
    }),
  )
  await session.release()
  const encoder = await openEncoder(folder, { threads })
  const inputs = texts.map((text) => ({ header: '', text }))
  speeds.push(await speed('both', () => encoder.embed(inputs)))
  await encoder.close()
  return speeds
}

/** How often `round` runs in a second. */
export async function roundsPerSecond(round: () => unknown, ms: number): Promise<number> {
  await round()
  const started = performance.now()
  let rounds = 0
  do {
    await round()
    rounds++
  } while (performance.now() - started < ms)
  return (rounds / (performance.now() - started)) * 1000
}

/* A thread that turns texts into tokens while the model runs in another. */
import { parentPort, workerData } from 'node:worker_threads'
import { openTokenizer } from '../text-tokenizer.ts'
import { TokenBuffer } from '../token-buffer.ts'
import type { TokenAnswer, TokenQuestion, TokenThreadData } from './token-thread.ts'
import { packWindows, tokenise } from './tokenise.ts'

// Started by TokenThread only.
const { tokenizer: json, tokenizerConfig, rules } = workerData as TokenThreadData
const tokenizer = openTokenizer({ tokenizer: Buffer.from(json).toString('utf8'), tokenizerConfig })
const tokens = new TokenBuffer()

parentPort?.on('message', ({ id, firstRow, inputs }: TokenQuestion) => {
  const { windows } = tokenise(inputs, firstRow, { tokenizer, rules, tokens })
  const packed = packWindows(windows)
  const ids = tokens.ids.slice(0, tokens.length)
  const answer: TokenAnswer = { id, windows: packed, ids }
  parentPort?.postMessage(answer, [packed.buffer, ids.buffer])
})

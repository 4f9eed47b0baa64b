import { describe, expect, test } from 'vitest'
import { calibrateBatchSize, largestBatch } from './batch-size.ts'
import type { EncoderInput } from './windows.ts'

/** An encoder whose runs take `ms(size)` on a clock of their own. */
function encoderOf(ms: (size: number) => number) {
  const sizes: number[] = []
  let time = 0
  return {
    sizes,
    now: () => time,
    embed: async (inputs: readonly EncoderInput[], signal?: AbortSignal) => {
      signal?.throwIfAborted()
      sizes.push(inputs.length)
      time += ms(inputs.length)
      return new Float32Array(inputs.length)
    },
  }
}

describe('the batch size', () => {
  test('is 1 for an encoder that gains nothing from batches', async () => {
    const encoder = encoderOf((size) => 5 * size)
    expect(await calibrateBatchSize(encoder, encoder)).toBe(1)
  })

  test('is the smallest that comes near the best speed, where each run costs something by itself', async () => {
    // 9 ms a run and 1 ms a chunk: with 64 chunks 0.88 of a chunk a millisecond, with 256 0.97.
    const encoder = encoderOf((size) => 9 + size)
    expect(await calibrateBatchSize(encoder, { ...encoder, budgetMs: 100_000 })).toBe(64)
  })

  test('is the one before larger batches become slower', async () => {
    const encoder = encoderOf((size) => (size <= 32 ? 32 : size * 2))
    expect(await calibrateBatchSize(encoder, { ...encoder, budgetMs: 100_000 })).toBe(32)
  })

  test('is found within the budget: no run begins that would take longer than what is left', async () => {
    const encoder = encoderOf((size) => 1000 * size)
    expect(await calibrateBatchSize(encoder, { ...encoder, budgetMs: 1500 })).toBe(1)
    expect(Math.max(...encoder.sizes)).toBe(1)
    const faster = encoderOf((size) => 10 * size)
    await calibrateBatchSize(faster, { ...faster, budgetMs: 1500 })
    expect(faster.now()).toBeLessThanOrEqual(1500 + 10 * largestBatch)
    expect(Math.max(...faster.sizes)).toBeLessThan(largestBatch)
  })

  test('is measured once for each encoder', async () => {
    const encoder = encoderOf((size) => 9 + size)
    const first = await calibrateBatchSize(encoder, encoder)
    const runs = encoder.sizes.length
    expect(await calibrateBatchSize(encoder, encoder)).toBe(first)
    expect(encoder.sizes).toHaveLength(runs)
  })

  test('is measured again after a search that asked for it was cancelled', async () => {
    const encoder = encoderOf((size) => 9 + size)
    const options = { now: encoder.now, budgetMs: 100_000 }
    await expect(calibrateBatchSize(encoder, { ...options, signal: AbortSignal.abort() })).rejects.toThrow('aborted')
    expect(await calibrateBatchSize(encoder, options)).toBe(64)
  })
})

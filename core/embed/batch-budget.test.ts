import { expect, test } from 'vitest'
import { BatchBudget, cellBytes, runBytes } from './batch-budget.ts'

test('a batch has as many cells as the model does in a tenth of a second, within bounds', () => {
  const budget = new BatchBudget('accelerator', 384)
  expect(budget.cellsFor(64)).toBe(256)
  for (let i = 0; i < 30; i++) budget.note(1000, 50)
  expect(budget.cellsFor(64)).toBe(2000)
  for (let i = 0; i < 30; i++) budget.note(8192, 1)
  expect(budget.cellsFor(64)).toBe(8192)
  for (let i = 0; i < 60; i++) budget.note(256, 10_000)
  expect(budget.cellsFor(64)).toBe(256)
})

test('long rows take more memory, so fewer cells go into a run', () => {
  const budget = new BatchBudget('accelerator', 384)
  for (let i = 0; i < 30; i++) budget.note(8192, 1)
  for (const length of [64, 512, 1024, 4096]) {
    expect(budget.cellsFor(length) * cellBytes(length, 384)).toBeLessThanOrEqual(runBytes.accelerator)
  }
  expect(budget.cellsFor(512)).toBe(8192)
  expect(budget.cellsFor(4096)).toBeLessThan(2048)
})

import { expect, test } from 'vitest'
import { BatchBudget } from './batch-budget.ts'

test('a batch has as many cells as the model does in a tenth of a second, within bounds', () => {
  const budget = new BatchBudget(8192)
  expect(budget.cells).toBe(256)
  for (let i = 0; i < 30; i++) budget.note(1000, 50)
  expect(budget.cells).toBe(2000)
  for (let i = 0; i < 30; i++) budget.note(8192, 1)
  expect(budget.cells).toBe(8192)
  for (let i = 0; i < 60; i++) budget.note(256, 10_000)
  expect(budget.cells).toBe(256)
})

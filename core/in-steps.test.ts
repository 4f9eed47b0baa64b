import { expect, test } from 'vitest'
import { allSteps, inSteps, type Steps } from './in-steps.ts'

/** Counts to `count`, each step as long as `ms`. */
function* counted(count: number, ms: number): Steps<number> {
  for (let i = 0; i < count; i++) {
    const until = performance.now() + ms
    while (performance.now() < until);
    yield
  }
  return count
}

test('all steps at once give the same as with turns between them', async () => {
  expect(allSteps(counted(7, 0))).toBe(7)
  expect(await inSteps(counted(7, 0), async () => {})).toBe(7)
})

test('others have their turn while long work goes on', async () => {
  let turns = 0
  const turn = async (): Promise<void> => void turns++
  expect(await inSteps(counted(5, 6), turn)).toBe(5)
  expect(turns).toBe(5)
})

test('what goes wrong in a step is heard of', async () => {
  function* broken(): Steps<never> {
    yield
    throw new Error('broken')
  }
  await expect(inSteps(broken(), async () => {})).rejects.toThrow('broken')
  expect(() => allSteps(broken())).toThrow('broken')
})

import { expect, test } from 'vitest'
import { parseBenchOptions } from './bench-options.ts'
import { watchBench } from './watch.ts'

test('the watch bench sees changes found and a burst taken up', async () => {
  const lines: string[] = []
  const figures = await watchBench.run({ ...parseBenchOptions({ chunks: '1000' }), print: (line) => lines.push(line) })
  expect(figures).toMatchObject({ files: 1000, folders: 12, burst: { files: 1000 } })
  expect(lines[0]).toMatch(/1000, 12$/)
})

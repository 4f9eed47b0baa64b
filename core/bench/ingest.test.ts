import { expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { parseBenchOptions } from './bench-options.ts'
import { hasRecoll } from './ingest-recoll.ts'
import { ingestBench } from './ingest.ts'

const files = {
  'prose/a.md': '# Tea\n\nA kettle of green tea.\n',
  'docs/b.txt': 'The moon pulls the sea.\n',
  'other/c.txt': 'left out',
}

async function ran(peers: string): Promise<{ figures: object; lines: string[] }> {
  await using tree = await makeTree(files)
  const lines: string[] = []
  const options = parseBenchOptions({ path: tree.root, peers })
  return { figures: await ingestBench.run({ ...options, print: (line) => lines.push(line) }), lines }
}

test('the ingest bench measures the known sets of a folder one by one and together', async () => {
  const { figures, lines } = await ran('none')
  expect(figures).toMatchObject({
    sets: [
      { name: 'prose', documents: 1 },
      { name: 'docs', documents: 1 },
    ],
    all: { documents: 2, failed: 0, textBytes: 54 },
    recoll: null,
  })
  expect(lines.find((line) => line.startsWith('all'))).toMatch(/^all +2 +0 +2 /)
})

test.skipIf(!hasRecoll())('recollindex is measured on the same folders where it is installed', async () => {
  const { figures, lines } = await ran('all')
  // It counts folders as well.
  expect(figures).toMatchObject({
    recoll: { documents: 4, seconds: expect.any(Number), cpuSeconds: expect.any(Number) },
  })
  expect(lines.some((line) => line.startsWith('recollindex'))).toBe(true)
})

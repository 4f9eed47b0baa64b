import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { leantern, startLeantern } from '../cli/testing.ts'
import { writeHubModel } from '../embed/testing/hub-fixture.ts'
import { randomNumbers } from '../random.ts'
import { makeTree } from '../sources/test-tree.ts'

const kills = 5

test('a process that is killed while it changes the model leaves a library that works; the next one completes it', async () => {
  const text = (i: number): string => Array.from({ length: 400 }, (_, j) => `river stone ${i} ${j} market`).join(' ')
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`docs/${i}.txt`, text(i)]))
  await using tree = await makeTree({ ...files, 'docs/tea.txt': 'a kettle of green tea' })
  process.env['LEANTERN_MODELS'] = tree.at('models')
  process.env['LEANTERN_CACHE'] = tree.at('cache')
  try {
    const library = tree.at('library')
    await leantern('index', tree.at('docs'), '--index', library)
    await leantern('model', 'add', await writeHubModel(tree.at('small')))
    const random = randomNumbers(7)
    const seen = new Set<string>()
    for (let kill = 0; kill < kills; kill++) {
      const child = startLeantern('model', 'use', 'small', '--index', library)
      const exit = once(child, 'exit')
      await sleep(300 + random() * 1200)
      child.kill('SIGKILL')
      await exit
      const { out } = await leantern('search', 'green tea', '--index', library, '--json')
      const { results } = JSON.parse(out) as { results: { path: string }[] }
      expect(results[0].path).toBe(tree.at('docs/tea.txt'))
      const status = JSON.parse((await leantern('status', '--json', '--index', library)).out) as { model: string }
      seen.add(status.model)
    }
    for (const model of seen) expect(['leantern-static-256', 'small']).toContain(model)
    const last = await leantern('model', 'use', 'small', '--index', library, '--json')
    expect(JSON.parse(last.out)).toMatchObject({ model: 'small', cancelled: false })
    expect(await leantern('check', '--index', library)).toMatchObject({ code: 0 })
  } finally {
    delete process.env['LEANTERN_MODELS']
    delete process.env['LEANTERN_CACHE']
  }
})

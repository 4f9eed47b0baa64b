import { afterEach, beforeEach, expect, test } from 'vitest'
import { installFromFolder } from '../embed/models/install.ts'
import { writeHubModel } from '../embed/testing/hub-fixture.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { parseBenchOptions } from './bench-options.ts'
import { modelBench } from './model.ts'

let tree: TestTree
beforeEach(async () => {
  const line = (object: object): string => `${JSON.stringify(object)}\n`
  tree = await makeTree({
    'sets/small/corpus.jsonl':
      line({ _id: 'a', title: 'Tea', text: 'Green tea is brewed with hot water.' }) +
      line({ _id: 'b', title: '', text: 'The volcano threw ash over the valley.' }),
    'sets/small/queries.jsonl':
      line({ _id: '1', text: 'an eruption of a volcano' }) + line({ _id: '2', text: 'a pot of tea' }),
    'sets/small/qrels/test.tsv': 'query-id\tcorpus-id\tscore\n1\tb\t1\n2\ta\t1\n',
  })
  process.env['LEANTERN_MODELS'] = tree.at('models')
})
afterEach(async () => {
  delete process.env['LEANTERN_MODELS']
  await tree[Symbol.asyncDispose]()
})

test('model scores every installed model on every set', async () => {
  await installFromFolder(await writeHubModel(tree.at('tiny')), { consent: () => Promise.resolve(false) })
  const lines: string[] = []
  const options = parseBenchOptions({ data: tree.at('sets') })
  const { rows } = (await modelBench.run({ ...options, print: (line) => void lines.push(line) })) as {
    rows: { set: string; model: string; ndcg10: number; recall10: number }[]
  }
  expect(rows).toEqual([
    { set: 'small', model: 'leantern-static-256', ndcg10: 1, recall10: 1 },
    { set: 'small', model: 'tiny', ndcg10: expect.any(Number), recall10: 1 },
  ])
  expect(lines.at(-1)).toContain('tiny')
})

test('model without sets says what it wants', async () => {
  const options = parseBenchOptions({ data: tree.at('nowhere') })
  const wrong = { code: 'bad-request', message: expect.stringContaining('corpus.jsonl') }
  await expect(modelBench.run({ ...options, print: () => {} })).rejects.toMatchObject(wrong)
})

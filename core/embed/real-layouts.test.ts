import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { openEncoder } from './encoder.ts'
import { catalogue } from './models/catalogue.ts'
import { installFromFolder } from './models/install.ts'
import { writeHubModel } from './testing/hub-fixture.ts'
import { hiddenStates, makeTransformer } from './testing/transformer.ts'

const data = fileURLToPath(new URL('../../../data/models/', import.meta.url))

/** Real folders of models, without their weights: small ones with random numbers stand for those. */
describe.skipIf(!existsSync(data))('folders of data/models', () => {
  test.each([
    ['all-MiniLM-L6-v2', 256],
    ['gte-small', 512],
  ])(
    '%s is opened as its catalogue entry says, and gives the vectors of a plain computation',
    async (name, maxTokens) => {
      await using tree = await makeTree({})
      const folder = tree.at(name)
      const transformer = makeTransformer({ layers: 1, width: 384, heads: 12, vocabulary: 30_522, positions: 512 })
      await writeHubModel(folder, { transformer, files: { 'tokenizer.json': null, 'tokenizer_config.json': null } })
      await cp(join(data, name), folder, { recursive: true })
      const parts = { folder: tree.at('models'), consent: () => Promise.resolve(false) }
      const encoder = await openEncoder((await installFromFolder(folder, parts)).folder)
      expect(encoder).toMatchObject({ name, dimensions: 384, maxTokens })
      const text = 'The lease allows one cat or one small dog; other pets need consent. Ångström, 東京.'
      const vector = await encoder.embed([{ header: '', text }])
      await encoder.close()
      const read = (file: string): object => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object
      const { ids } = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json')).encode(text)
      const states = hiddenStates(transformer, ids)
      const mean = Float32Array.from({ length: 384 }, (_, d) =>
        ids.reduce((sum: number, _id: number, token: number) => sum + states[token * 384 + d], 0),
      )
      const cosine = vector.reduce((sum, value, d) => sum + value * mean[d], 0) / Math.hypot(...mean)
      expect(cosine).toBeGreaterThan(0.99999)
    },
  )

  test.each(['all-MiniLM-L6-v2', 'gte-small'])('the tokenizer of %s is the one that the catalogue means', (name) => {
    const bytes = readFileSync(join(data, name, 'tokenizer.json'))
    const stated = catalogue.find((model) => model.name === name)?.files.find((file) => file.name === 'tokenizer.json')
    expect(stated).toMatchObject({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  })
})

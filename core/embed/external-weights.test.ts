import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { openEncoder } from './encoder.ts'
import { externalWeights } from './external-weights.ts'
import { installFromFolder, installFromHub } from './models/install.ts'
import { hubModelFiles, writeHubModel } from './testing/hub-fixture.ts'
import { loopback } from './testing/loopback.ts'
import { weightsBeside } from './testing/weights-beside.ts'

let tree: TestTree
beforeEach(async () => {
  tree = await makeTree({})
})
afterEach(() => tree[Symbol.asyncDispose]())

const inOne = Buffer.from(hubModelFiles().get('onnx/model.onnx') ?? [])
const input = [{ header: '', text: 'river stone' }]

/** The files of a model whose weights are beside it. */
function filesBeside(location = 'model.onnx_data'): Map<string, Uint8Array> {
  const { model, weights } = weightsBeside(inOne, location)
  return hubModelFiles({ files: { 'onnx/model.onnx': model, 'onnx/model.onnx_data': weights } })
}

async function vectorOf(folder: string): Promise<Float32Array> {
  const encoder = await openEncoder(folder, { threads: 1 })
  try {
    return await encoder.embed(input)
  } finally {
    await encoder.close()
  }
}

async function write(folder: string, files: Map<string, Uint8Array>): Promise<string> {
  for (const [path, bytes] of files) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return folder
}

describe('a model with weights in a file beside it', () => {
  test('gives the vectors of the same model in one file, and has a fingerprint of its own', async () => {
    const one = await writeHubModel(tree.at('one'))
    const two = await write(tree.at('two'), filesBeside())
    expect(await vectorOf(two)).toEqual(await vectorOf(one))
    const first = await openEncoder(two)
    await first.close()
    const changed = await readFile(join(two, 'onnx/model.onnx_data'))
    changed[100] ^= 1
    await writeFile(join(two, 'onnx/model.onnx_data'), changed)
    const other = await openEncoder(two)
    await other.close()
    expect(other.fingerprint).not.toBe(first.fingerprint)
  })

  test('says that the file is missing, and what to do', async () => {
    const folder = await write(tree.at('two'), filesBeside())
    await rm(join(folder, 'onnx/model.onnx_data'))
    await expect(openEncoder(folder)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('model.onnx_data, which has weights of model.onnx, is missing'),
    })
  })

  test.each(['../secret', '/etc/passwd', 'C:\\windows', 'a/b', '..'])(
    'is refused where it names %s',
    async (location) => {
      const folder = await write(tree.at('two'), filesBeside(location))
      await expect(openEncoder(folder)).rejects.toMatchObject({
        code: 'model-mismatch',
        message: expect.stringContaining('the name of a file beside it'),
      })
    },
  )

  test('that is cut off says so', async () => {
    const folder = await write(tree.at('two'), filesBeside())
    await writeFile(join(folder, 'onnx/model.onnx_data'), 'short')
    await expect(openEncoder(folder)).rejects.toMatchObject({
      code: 'model-mismatch',
      message: expect.stringContaining('model.onnx cannot be loaded'),
    })
  })

  test('is installed whole, from a folder and from a hub', async () => {
    const folder = await write(tree.at('two'), filesBeside())
    const expected = await vectorOf(folder)
    const parts = { folder: tree.at('models'), env: {}, consent: () => Promise.resolve(true) }
    const copied = await installFromFolder(folder, parts)
    expect(await vectorOf(copied.folder)).toEqual(expected)
    const files = filesBeside()
    await using server = await loopback(({ url }, response) => {
      const bytes = files.get(/\/resolve\/main\/(.+)$/u.exec(url)?.[1] ?? '')
      if (bytes === undefined) return void response.writeHead(404).end()
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
    })
    const loaded = await installFromHub(`${server.url}/owner/big`, parts)
    expect(await vectorOf(loaded.folder)).toEqual(expected)
    expect(loaded.bytes).toBeGreaterThan(inOne.length)
  })
})

describe('names of files with weights', () => {
  test('are those that the model states, each once', () => {
    expect(externalWeights(weightsBeside(inOne, 'a.data').model)).toEqual(['a.data'])
    expect(externalWeights(inOne)).toEqual([])
  })

  test('are none in what is no model, whatever its bytes', () => {
    expect(externalWeights(Buffer.from('not a model'))).toEqual([])
    const { model } = weightsBeside(inOne, 'a.data')
    for (let length = 0; length < model.length; length += 97) {
      expect(['', 'a.data']).toContain(externalWeights(model.subarray(0, length)).join())
    }
    const random = Uint8Array.from({ length: 5000 }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 13) & 255)
    for (let start = 0; start < 200; start++) expect(externalWeights(random.subarray(start))).toEqual([])
  })
})

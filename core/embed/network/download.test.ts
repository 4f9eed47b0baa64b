import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../../sources/test-tree.ts'
import { loopback, type Asked } from '../testing/loopback.ts'
import { downloadFile, type Download, type DownloadOptions } from './download.ts'

let tree: TestTree
beforeEach(async () => {
  tree = await makeTree({})
})
afterEach(() => tree[Symbol.asyncDispose]())

/** 200,000 bytes that are all different from their neighbours. */
const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) & 255))
const sha256 = createHash('sha256').update(content).digest('hex')
const quick: DownloadOptions = { env: {}, attempts: 3, firstWaitMs: 1, idleMs: 5000 }

/** Answers as a file server that knows ranges. */
function serve({ headers }: Asked, response: ServerResponse, { etag = '"v1"', bytes = content } = {}): number {
  const from = Number(/^bytes=(\d+)-$/u.exec(headers.range ?? '')?.[1] ?? 0)
  const isPart = from > 0 && headers['if-range'] === etag
  const start = isPart ? from : 0
  response.writeHead(isPart ? 206 : 200, {
    etag,
    'content-length': bytes.length - start,
    ...(isPart ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  })
  return start
}

function download(url: string, changes: Partial<Download> = {}): Download {
  return { url, target: tree.at('file'), sha256, ...changes }
}

/** Whether the file is there with all its bytes, and nothing else. */
async function isWhole(): Promise<boolean> {
  const names = await readdir(tree.root)
  return names.join() === 'file' && (await readFile(tree.at('file'))).equals(content)
}

describe('a download', () => {
  test('is checked and put in its place, and tells how far it is', async () => {
    await using server = await loopback(
      (asked, response) => void response.end(content.subarray(serve(asked, response))),
    )
    const progress: [number, number | null][] = []
    const options = {
      ...quick,
      onProgress: (bytes: number, total: number | null) => void progress.push([bytes, total]),
    }
    expect(await downloadFile(download(`${server.url}/model.onnx`), options)).toEqual({ bytes: content.length, sha256 })
    expect(await isWhole()).toBe(true)
    expect(progress[0]).toEqual([0, content.length])
    expect(progress.at(-1)).toEqual([content.length, content.length])
  })

  test('goes on where it broke off, again and again, as long as it gets further', async () => {
    await using server = await loopback((asked, response) => {
      const start = serve(asked, response)
      if (start + 30_000 >= content.length) return void response.end(content.subarray(start))
      response.write(content.subarray(start, start + 30_000), () => setTimeout(() => response.socket?.destroy(), 5))
    })
    // How much of what was sent before the break arrives is up to the system.
    await downloadFile(download(server.url), { ...quick, attempts: 100 })
    expect(await isWhole()).toBe(true)
    const starts = server.asked.map(({ headers }) => Number(/\d+/u.exec(headers.range ?? '0')?.[0]))
    expect(starts.length).toBeGreaterThan(6)
    expect(starts).toEqual(starts.toSorted((x, y) => x - y))
    expect(starts.at(-1)).toBeGreaterThan(content.length - 31_000)
  })

  test('from a slow server takes its time: longer in all than one silence may last', async () => {
    await using server = await loopback(async (asked, response) => {
      for (let start = serve(asked, response); start < content.length; start += 10_000) {
        response.write(content.subarray(start, start + 10_000))
        await sleep(60)
      }
      response.end()
    })
    await downloadFile(download(server.url), { ...quick, attempts: 1, idleMs: 1000 })
    expect([await isWhole(), server.asked.length]).toEqual([true, 1])
  })

  test('that was cancelled goes on the next time', async () => {
    await using server = await loopback((asked, response, index) => {
      const start = serve(asked, response)
      if (index > 0) response.end(content.subarray(start))
      else response.write(content.subarray(0, 50_000))
    })
    const controller = new AbortController()
    const onProgress = (bytes: number): void => {
      if (bytes >= 50_000) controller.abort(new Error('enough'))
    }
    const cancelled = downloadFile(download(server.url), { ...quick, signal: controller.signal, onProgress })
    await expect(cancelled).rejects.toThrow('enough')
    expect(await readdir(tree.root)).toEqual(['file.part', 'file.part.etag'])
    await downloadFile(download(server.url), quick)
    expect(await isWhole()).toBe(true)
    expect(server.asked[1].headers.range).toBe('bytes=50000-')
  })

  test('starts again when the file at the source is another by now', async () => {
    await writeFile(tree.at('file.part'), 'the start of the old version')
    await writeFile(tree.at('file.part.etag'), '"v0"')
    await using server = await loopback(
      (asked, response) => void response.end(content.subarray(serve(asked, response))),
    )
    await downloadFile(download(server.url), quick)
    expect(await isWhole()).toBe(true)
    expect(server.asked[0].headers).toMatchObject({ range: 'bytes=28-', 'if-range': '"v0"' })
  })

  test('starts again when what is there is longer than the file', async () => {
    await writeFile(tree.at('file.part'), Buffer.alloc(content.length + 1))
    await writeFile(tree.at('file.part.etag'), '"v1"')
    await using server = await loopback((asked, response) => {
      if (asked.headers.range !== undefined) return void response.writeHead(416).end()
      response.end(content.subarray(serve(asked, response)))
    })
    await downloadFile(download(server.url), quick)
    expect(await isWhole()).toBe(true)
  })

  test('follows redirects to where the bytes are', async () => {
    await using store = await loopback((asked, response) => void response.end(content.subarray(serve(asked, response))))
    await using hub = await loopback(
      (_, response) => void response.writeHead(302, { location: `${store.url}/blob` }).end(),
    )
    await downloadFile(download(hub.url), quick)
    expect(await isWhole()).toBe(true)
  })

  test('goes by the proxy that the environment names', async () => {
    await using server = await loopback(
      (asked, response) => void response.end(content.subarray(serve(asked, response))),
    )
    await using proxy = await loopback((asked, response) => {
      const forwarded = request(asked.url, (answer) => void answer.pipe(response.writeHead(answer.statusCode ?? 502)))
      forwarded.end()
    })
    await downloadFile(download(server.url), { ...quick, env: { HTTP_PROXY: proxy.url } })
    expect(await isWhole()).toBe(true)
    expect(proxy.asked.map(({ url }) => url)).toEqual([`${server.url}/`])
    await downloadFile(download(server.url), { ...quick, env: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } })
    expect(proxy.asked).toHaveLength(1)
  })
})

describe('a download that cannot be', () => {
  test('with a wrong checksum is thrown away', async () => {
    await using server = await loopback(
      (asked, response) => void response.end(content.subarray(serve(asked, response))),
    )
    const wrong = downloadFile(download(server.url, { sha256: '0'.repeat(64) }), quick)
    await expect(wrong).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining(`${sha256}, expected 000`),
    })
    expect(await readdir(tree.root)).toEqual([])
  })

  test('with another checksum than the hub names in front of its redirect is thrown away', async () => {
    await using store = await loopback((asked, response) => void response.end(content.subarray(serve(asked, response))))
    await using hub = await loopback((_, response) => {
      response.writeHead(302, { location: store.url, 'x-linked-etag': `"${'1'.repeat(64)}"` }).end()
    })
    const wrong = downloadFile(download(hub.url, { sha256: null }), quick)
    await expect(wrong).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('expected 111') })
  })

  test.each([
    [404, 'There is no', 1],
    [403, 'answered 403', 1],
    [503, 'answered 503', 3],
  ])('for the answer %d says so after as many attempts as make sense', async (status, message, attempts) => {
    await using server = await loopback((_, response) => void response.writeHead(status).end())
    const failing = downloadFile(download(`${server.url}/model.onnx`), quick)
    await expect(failing).rejects.toMatchObject({ code: 'network', message: expect.stringContaining(message) })
    expect(server.asked).toHaveLength(attempts)
    expect(await readdir(tree.root)).toEqual([])
  })

  test('from a server that stops sending is given up, and what came stays', async () => {
    await using server = await loopback((asked, response) => {
      const start = serve(asked, response)
      if (start === 0) response.write(content.subarray(0, 10_000))
      else response.flushHeaders()
    })
    const stalled = downloadFile(download(server.url), { ...quick, attempts: 2, idleMs: 500 })
    await expect(stalled).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('no answer for') })
    expect((await readFile(tree.at('file.part'))).length).toBe(10_000)
  })

  test('from nowhere says that nothing answers', async () => {
    const gone = await loopback(() => {})
    await gone[Symbol.asyncDispose]()
    const failing = downloadFile(download(gone.url), { ...quick, attempts: 1 })
    await expect(failing).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('nothing answers'),
    })
    await expect(downloadFile(download('ftp://a/b'), quick)).rejects.toMatchObject({ code: 'bad-request' })
  })
})

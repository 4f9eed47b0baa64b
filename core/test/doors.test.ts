/*
 * Every door on one library at once: a process that watches and indexes what changes, a server with fifty clients, an agent,
 * and the command line, while files are written, moved and removed. Three seconds; with SOAK=1 sixty, or SOAK_SECONDS.
 */
import { Agent, request } from 'node:http'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { percentile } from '../bench/bench.ts'
import { leantern, outcomeOf, serviceOf, startLeantern, type Service } from '../cli/testing.ts'
import { connectedAgent } from '../mcp/testing.ts'
import { randomNumbers } from '../random.ts'
import { makeTree } from '../sources/test-tree.ts'
import { subjects } from './library-fixture.ts'
import { secondsOf, tell } from './soak.ts'

const seconds = secondsOf({ usual: 3, soaked: 60 })
const clients = 50

const names = Object.keys(subjects) as (keyof typeof subjects)[]
const queries = [
  'hot drink from leaves',
  'magma and ash',
  'a family that cannot pay',
  'old instruments',
  'birds in the cold',
]

/** One client: one connection, one question after the other. Returns milliseconds of each, and what was not 200. */
async function ask(
  { url, token }: Service,
  { seed, until }: { seed: number; until: number },
): Promise<{ ms: number[]; wrong: string[] }> {
  const random = randomNumbers(seed)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ms: number[] = []
  const wrong: string[] = []
  while (Date.now() < until) {
    const query = encodeURIComponent(queries[Math.floor(random() * queries.length)])
    const path =
      random() < 0.8 ? `/api/search?query=${query}&limit=5` : random() < 0.5 ? '/api/status' : '/api/documents?limit=20'
    const began = performance.now()
    const status = await new Promise<number | string>((resolve) => {
      const sent = request(new URL(path, url), { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      })
      sent.once('error', (error) => resolve(error.message)).end()
    })
    ms.push(performance.now() - began)
    if (status !== 200) wrong.push(`${path}: ${status}`)
  }
  agent.destroy()
  return { ms, wrong }
}

/** Writes, changes, moves and removes files. */
async function disturb(docs: string, until: number): Promise<number> {
  const random = randomNumbers(7)
  const there = new Set<string>()
  let changes = 0
  while (Date.now() < until) {
    const path = `${docs}/many/${Math.floor(random() * 200)}.txt`
    const what = random()
    if (what < 0.6 || there.size === 0) {
      await writeFile(path, `${subjects[names[Math.floor(random() * names.length)]]} ${changes}`)
      there.add(path)
    } else {
      const [old] = there
      there.delete(old)
      if (what < 0.8) await rm(old)
      else {
        await rename(old, `${old}.moved.txt`)
        await rm(`${old}.moved.txt`)
      }
    }
    changes++
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return changes
}

/** An agent that searches and reads. */
async function agent(library: string, until: number): Promise<number> {
  const client = await connectedAgent('--index', library)
  let calls = 0
  for (; Date.now() < until; calls++) {
    const { isError, structuredContent } = await client.callTool({
      name: 'search',
      arguments: { query: queries[calls % queries.length] },
    })
    expect(isError).toBeUndefined()
    expect(structuredContent).toMatchObject({ results: expect.any(Array) })
  }
  await client.close()
  return calls
}

/** The command line, one process after the other. */
async function commands(library: string, until: number): Promise<number> {
  let runs = 0
  for (; Date.now() < until; runs++) {
    const { code, err } = await outcomeOf(
      startLeantern('search', queries[runs % queries.length], '--index', library, '--json'),
    )
    expect([code, err]).toEqual([0, ''])
  }
  return runs
}

test(
  `every door is open on one library while it changes, for ${seconds} s`,
  { timeout: seconds * 1000 + 120_000 },
  async () => {
    await using tree = await makeTree(Object.fromEntries(names.map((name) => [`docs/${name}.txt`, subjects[name]])))
    const [docs, library] = [tree.at('docs'), tree.at('library')]
    await mkdir(`${docs}/many`)
    await leantern('index', docs, '--index', library)
    const watcher = startLeantern('watch', '--index', library)
    const watched = outcomeOf(watcher)
    await new Promise((resolve) => watcher.stderr.once('data', resolve))
    const server = startLeantern('serve', '--no-window', '--json', '--index', library)
    const service = await serviceOf(server)
    const served = outcomeOf(server)

    const until = Date.now() + seconds * 1000
    const [answers, changes, calls, runs] = await Promise.all([
      Promise.all(Array.from({ length: clients }, (_, seed) => ask(service, { seed, until }))),
      disturb(docs, until),
      agent(library, until),
      commands(library, until),
    ])
    server.kill('SIGINT')
    watcher.kill('SIGINT')
    expect(await served).toMatchObject({ code: 0 })
    expect((await watched).err).not.toContain('bug')

    const ms = answers.flatMap((answer) => answer.ms)
    const figures = [0.5, 0.95].map((share) => `${percentile(ms, share).toFixed(0)} ms`)
    tell(
      `${clients} clients, ${ms.length} requests in ${seconds} s: p50 ${figures[0]}, p95 ${figures[1]}; ` +
        `${changes} changes of files, ${calls} calls of an agent, ${runs} runs of the command line`,
    )
    expect(answers.flatMap((answer) => answer.wrong)).toEqual([])
    expect(await leantern('check', '--index', library)).toMatchObject({ code: 0 })
  },
)

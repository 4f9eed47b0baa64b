/*
 * The app's engine, the command line and an agent on one library at once, each doing one thing after the other by chance, while
 * files change and the engine ends and starts again. Four seconds; with SOAK=1 five minutes, or SOAK_SECONDS.
 */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { percentile } from '../bench/bench.ts'
import { leantern, outcomeOf, startLeantern, type Outcome } from '../cli/testing.ts'
import { connectedAgent } from '../mcp/testing.ts'
import { randomNumbers } from '../random.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { AppEngine } from './app-engine.ts'
import { subjects, withReader } from './library-fixture.ts'
import { secondsOf, tell } from './soak.ts'

const seconds = secondsOf({ usual: 4, soaked: 300 })
const seed = Number(process.env['SOAK_SEED'] ?? 11)
const texts = Object.values(subjects)
const queries = ['hot drink from leaves', 'magma and ash', 'a family that cannot pay', 'old instruments', 'birds']
const folders = ['a', 'b', 'c', 'd']

/** Told of what went wrong, and of what was done how often. */
interface Report {
  readonly wrong: string[]
  readonly counts: Map<string, number>
}

interface Parts {
  readonly tree: TestTree
  readonly library: string
  readonly until: number
  readonly random: () => number
  readonly report: Report
}

function count({ counts }: Report, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

/** The app: searches, adds and takes out folders, ends now and then. */
async function app({ tree, library, until, random, report }: Parts, first: AppEngine): Promise<void> {
  const log = tree.at('engine.log')
  let engine = first
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const asks: readonly (() => [string, unknown])[] = [
    () => ['search', { query: pick(queries), limit: 10, ranking: 'fused' }],
    () => ['names', { query: 'txt', limit: 10 }],
    () => ['status', undefined],
    () => ['addFolders', { paths: [tree.at(`docs/${pick(folders)}`)] }],
    () => ['removeFolder', { path: tree.at(`docs/${pick(folders)}`) }],
    () => ['exclude', { path: tree.at(`docs/${pick(folders)}/x`) }],
    () => ['include', { path: tree.at(`docs/${pick(folders)}/x`) }],
    () => ['updateNow', undefined],
  ]
  while (Date.now() < until) {
    const dice = random()
    if (dice < 0.01) {
      await engine.end(dice < 0.005 ? 'kill' : 'close')
      count(report, 'app restarted')
      await sleep(random() * 500)
      engine = new AppEngine(library, log)
    }
    const [name, ask] = pick(asks)()
    const { ok, code = '', message = '' } = await engine.ask(name, ask)
    count(report, `app ${name}${ok ? '' : ` (${code})`}`)
    if (!ok && !['not-found', 'bad-request', 'cancelled', 'library-busy', 'ended'].includes(code))
      report.wrong.push(`app ${name}: ${code} ${message}`)
    if (!engine.isRunning) {
      // It ends by itself, in order, where it shared the library of a program that has ended since.
      const how = await engine.over
      if (how !== 0) report.wrong.push(`app: the engine ended with ${how}`)
      engine = new AppEngine(library, log)
    }
    await sleep(random() * 60)
  }
  await engine.end('close')
}

/** The command line: mostly in this process, at times as its own. */
async function commands({ tree, library, until, random, report }: Parts): Promise<void> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const folder = (): string => tree.at(`docs/${pick(folders)}`)
  const all: readonly (() => string[])[] = [
    () => ['search', pick(queries)],
    () => ['search', pick(queries), '--json', '--strategy', 'flat'],
    () => ['ask', 'when does the chick hatch?'],
    () => ['status', '--json'],
    () => ['list', '--json'],
    () => ['why', folder()],
    () => ['index', folder()],
    () => ['index'],
    () => ['remove', folder()],
    () => ['forget', `${folder()}/1.txt`],
    () => ['forget', '--undo', `${folder()}/1.txt`],
    () => ['export'],
  ]
  while (Date.now() < until) {
    const words = [...pick(all)(), '--index', library]
    const outcome: Outcome = random() < 0.2 ? await outcomeOf(startLeantern(...words)) : await leantern(...words)
    const { code, err } = outcome
    count(report, `command ${words[0]}${code === 0 ? '' : ` (${code})`}`)
    // 3: the app ended just then, and its library was between two holders.
    const isExpected = code !== null && [0, 1, 2].includes(code)
    const isBetween = code === 3 && /is changing the library|ended before this was done/u.test(err)
    if (!isExpected && !isBetween) report.wrong.push(`${words.join(' ')}: ${code} ${err}`)
    await sleep(random() * 60)
  }
}

/** An agent over standard input and output. */
async function agent({ until, random, report }: Parts, client: Client): Promise<void> {
  while (Date.now() < until) {
    const query = queries[Math.floor(random() * queries.length)]
    const name = ['search', 'list_sources', 'status'][Math.floor(random() * 3)]
    const began = performance.now()
    const ask = { name, arguments: name === 'search' ? { query } : {} }
    const { isError, content } = await client.callTool(ask, undefined, { timeout: 170_000 })
    times.push(performance.now() - began)
    count(report, `agent ${name}`)
    if (isError === true) report.wrong.push(`agent ${name}: ${JSON.stringify(content)}`)
    await sleep(random() * 60)
  }
  await client.close()
}

/** Milliseconds of the agent's calls. */
const times: number[] = []

async function disturb({ tree, until, random }: Parts): Promise<void> {
  while (Date.now() < until) {
    const path = tree.at(`docs/${folders[Math.floor(random() * folders.length)]}/${Math.floor(random() * 30)}.txt`)
    const dice = random()
    if (dice < 0.6) await writeFile(path, `${texts[Math.floor(random() * texts.length)]} ${Math.floor(random() * 1e6)}`)
    else if (dice < 0.8) await rm(path, { force: true })
    else await rename(path, `${path}.moved.txt`).catch(() => {})
    await sleep(40)
  }
}

test(
  `the app, the command line and an agent share one library for ${seconds} s, by chance of seed ${seed}`,
  { timeout: seconds * 1000 + 180_000 },
  async () => {
    await using tree = await makeTree(
      Object.fromEntries(folders.flatMap((folder) => [0, 1, 2].map((i) => [`docs/${folder}/${i}.txt`, texts[i]]))),
    )
    for (const folder of folders) await mkdir(tree.at(`docs/${folder}/x`))
    const library = tree.at('library')
    await leantern('index', tree.at('docs/a'), '--index', library)
    const report: Report = { wrong: [], counts: new Map() }
    const [engine, client] = [new AppEngine(library, tree.at('engine.log')), await connectedAgent('--index', library)]
    await engine.ask('status', undefined)
    const until = Date.now() + seconds * 1000
    const partsOf = (offset: number): Parts => ({ tree, library, until, random: randomNumbers(seed + offset), report })
    await Promise.all([app(partsOf(0), engine), commands(partsOf(1)), agent(partsOf(2), client), disturb(partsOf(3))])

    const counts = [...report.counts].toSorted().map(([what, n]) => `${what}: ${n}`)
    const calls = [0.5, 0.95].map((share) => `${percentile(times, share).toFixed(0)} ms`)
    tell(`${counts.join('; ')}\nan agent's call: p50 ${calls[0]}, p95 ${calls[1]}`)
    expect(report.wrong).toEqual([])
    expect(await leantern('check', '--index', library)).toMatchObject({ code: 0 })
    // What is left is what an index of the same folders holds.
    await leantern('index', ...folders.map((folder) => tree.at(`docs/${folder}`)), '--index', library)
    const held = await withReader(library, async (reader) => [...reader.documents()].map(({ path }) => path).toSorted())
    expect(new Set(held).size).toBe(held.length)
    expect(await leantern('check', '--index', library)).toMatchObject({ code: 0 })
  },
)

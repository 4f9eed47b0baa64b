import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { openEncoder } from '../encoder.ts'
import { pairDefaults } from './pairs.ts'
import type { TrainingSettings } from './settings.ts'
import { readState } from './state-file.ts'
import { train, type TrainingJob } from './train.ts'
import { writeModel } from './transformer/write-model.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantern-training-'))
  await writeDocuments(join(folder, 'data'))
})
afterAll(async () => rm(folder, { recursive: true }))

const settings: TrainingSettings = {
  name: 'tiny',
  step: 1,
  repeated: {},
  vocabulary: { words: 5000, referenceWords: 0, parts: 100, scriptParts: 20 },
  table: {
    dimensions: 32,
    batch: 256,
    passes: 4,
    rate: 0.1,
    temperature: 0.05,
    half: 1e-3,
    start: 1,
    hidden: 0,
    pairs: { ...pairDefaults, longest: 60 },
  },
  tables: [{ seed: 1 }],
  last: { passes: 1, rate: 0.05, hidden: 0.1 },
  spread: 0,
  rare: { below: 0, times: 1 },
  validation: { pool: 200, queries: 50 },
  every: 4,
}

const syllables = ['ka', 'lo', 'mi', 'ter', 'un', 'vas', 'per', 'qui', 'sol', 'dra', 'fen', 'gor']

/** Subjects with many words of their own: two texts share few of them, and only training can tell that they belong together. */
async function writeDocuments(data: string): Promise<void> {
  const random = randomNumbers(3)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]
  const word = (): string => Array.from({ length: 4 }, () => pick(syllables)).join('')
  const subjects = Array.from({ length: 25 }, () => Array.from({ length: 150 }, word))
  await mkdir(join(data, 'prose', 'made'), { recursive: true })
  for (let file = 0; file < 600; file++) {
    const words = subjects[file % subjects.length]
    const sentence = (): string => `${Array.from({ length: 6 }, () => pick(words)).join(' ')} and the ${word()}.`
    const paragraph = (): string => Array.from({ length: 6 }, () => `It is so that ${sentence()}`).join(' ')
    const text = `# ${pick(words)} ${pick(words)}\n\n${paragraph()}\n\n## ${pick(words)}\n\n${paragraph()}\n`
    await writeFile(join(data, 'prose', 'made', `${file}.md`), text)
  }
}

function job(name: string, changes: Partial<TrainingJob> = {}): TrainingJob {
  const [scratch, out] = [join(folder, name), join(folder, `${name}-model`)]
  return {
    data: join(folder, 'data'),
    scratch,
    out,
    settings,
    seed: 1,
    workers: 2,
    minutes: 10,
    texts: { wordnet: null, geneOntology: null, glossary: null },
    without: null,
    log: () => undefined,
    ...changes,
  }
}

interface LogLine {
  readonly step: number
  readonly loss: number
  readonly scores: readonly { readonly name: string; readonly mrr: number; readonly queries: number }[]
}

async function logOf(name: string): Promise<LogLine[]> {
  const text = await readFile(join(folder, name, 'log.jsonl'), 'utf8')
  // Written by train.ts.
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine)
}

async function stateOf(name: string, stage: 'table-0' | 'table-0-last' = 'table-0-last') {
  const state = await readState(join(folder, name, `${stage}.state`))
  if (state === null) throw new Error('Expected a state')
  return state
}

describe('training', () => {
  test('finds held-out passages better than rows that never learned, and its loss falls', async () => {
    expect(await train(job('whole'))).toMatchObject({ kind: 'finished' })
    const log = await logOf('whole')
    expect(log.length).toBeGreaterThan(2)
    expect(log[0].scores[0].queries).toBeGreaterThan(50)
    // The last line is the exported table's, which has no loss.
    expect(log.at(-2)?.loss).toBeLessThan(log[0].loss)
    const idle = { ...settings, table: { ...settings.table, rate: 0, passes: 1 }, last: { ...settings.last, rate: 0 } }
    await train(job('idle', { settings: idle }))
    const untrained = (await logOf('idle')).at(-1)?.scores[0].mrr ?? 1
    expect(log.at(-1)?.scores[0].mrr).toBeGreaterThan(untrained + 0.1)
  })

  test('exports a model that gives the vectors of its table, but for the rounding to bytes', async () => {
    const { table } = await stateOf('whole')
    const tokenizer: { model: { vocab: Record<string, number> } } = JSON.parse(
      await readFile(join(folder, 'whole-model', 'tokenizer.json'), 'utf8'),
    )
    const encoder = await openEncoder(join(folder, 'whole-model'))
    const words = ['it', 'is', 'so', 'that', 'and', 'the']
    const sum = new Float64Array(32)
    for (const word of words) {
      const row = tokenizer.model.vocab[word] * 32
      for (let i = 0; i < 32; i++) sum[i] += table[row + i]
    }
    const vector = await encoder.embed([{ header: '', text: words.join(' ') }])
    await encoder.close()
    const cosine = vector.reduce((total, value, i) => total + value * sum[i], 0) / Math.hypot(...sum)
    expect(cosine).toBeGreaterThan(0.999)
    expect(encoder).toMatchObject({ name: 'tiny', dimensions: 32 })
  })

  test('gives a text of another script a vector, and none to a text without letters', async () => {
    const encoder = await openEncoder(join(folder, 'whole-model'))
    const texts = ['Привет', 'γειά', '東京', 'สวัสดี', 'नमस्ते', 'مرحبا', '서울', 'šťastný', '… — !', '👍']
    const vectors = await encoder.embed(texts.map((text) => ({ header: '', text })))
    await encoder.close()
    const lengths = texts.map((_, i) => Math.hypot(...vectors.subarray(i * 32, i * 32 + 32)))
    expect(lengths.map((length) => Math.round(length))).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
  })

  test('comes to the same table when it is stopped at every pause, and by any number of workers', async () => {
    await cp(join(folder, 'whole', 'sections.jsonl'), join(folder, 'again', 'sections.jsonl'), { recursive: true })
    const stopping = job('again', { minutes: 0, workers: 3 })
    let runs = 1
    while ((await train(stopping)).kind === 'stopped') runs++
    expect(runs).toBeGreaterThan(2)
    const [whole, again] = [await stateOf('whole'), await stateOf('again')]
    expect(again.step).toBe(whole.step)
    expect(Buffer.from(again.table.buffer).equals(Buffer.from(whole.table.buffer))).toBe(true)
  })

  test('learns another table with another seed', async () => {
    await cp(join(folder, 'whole', 'sections.jsonl'), join(folder, 'other', 'sections.jsonl'), { recursive: true })
    await train(job('other', { seed: 2, minutes: 0 }))
    expect((await stateOf('other', 'table-0')).table.some((value) => value !== 0)).toBe(true)
    expect((await logOf('other'))[0].loss).not.toBe((await logOf('whole'))[0].loss)
  })

  test('reads only prose, docs and mail: judged sets beside them stay unread', async () => {
    await mkdir(join(folder, 'data', 'retrieval'), { recursive: true })
    await writeFile(
      join(folder, 'data', 'retrieval', 'judged.md'),
      '# Judged\n\nA judgedword stands here alone. And there.\n',
    )
    await train(job('unread', { minutes: 0 }))
    expect(await readFile(join(folder, 'unread', 'sections.jsonl'), 'utf8')).not.toContain('judgedword')
  })
})

/** A script of transformer/, as a person runs it. */
function runScript(program: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

async function numbersOf(...path: string[]): Promise<Int32Array> {
  const bytes = await readFile(join(folder, ...path))
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

const python = 'python3'
const hasTorch = spawnSync(python, ['-c', 'import numpy, torch']).status === 0

/** Sizes at which a step takes a moment on a CPU. */
const toySizes = ['--layers', '1', '--width', '16', '--heads', '2', '--embedding', '8', '--positions', '64']
const toySteps = ['--masked-steps', '4', '--masked-batch', '4', '--masked-length', '16', '--pair-steps', '4']
const toyBatches = ['--pair-batch', '8', '--longest', '32', '--every', '2']

describe('a transformer, from the same texts', () => {
  test('has its texts and pairs written as token ids', async () => {
    const script = join(import.meta.dirname, 'transformer', 'write-pairs.ts')
    runScript(process.execPath, [script, join(folder, 'whole'), join(folder, 'pairs'), '500'])
    const about: { vocabulary: number; pairs: number; queries: number; pool: number } = JSON.parse(
      await readFile(join(folder, 'pairs', 'about.json'), 'utf8'),
    )
    expect(about).toMatchObject({ pairs: 500 })
    expect(about.queries).toBeGreaterThan(50)
    const counts = { pairs: 1000, validation: 2 * about.queries + about.pool }
    for (const [name, count] of Object.entries(counts)) {
      const [ids, starts] = [await numbersOf('pairs', `${name}.i32`), await numbersOf('pairs', `${name}.starts.i32`)]
      expect(starts).toHaveLength(count + 1)
      expect(starts.at(-1)).toBe(ids.length)
      expect(ids.every((id) => id >= 0 && id < about.vocabulary)).toBe(true)
    }
    expect(await numbersOf('pairs', 'sections.i32')).toHaveLength(counts.validation)
  })

  test.skipIf(!hasTorch)(
    'is trained by train.py, which keeps its state, and runs with the vectors of PyTorch',
    async () => {
      const script = join(import.meta.dirname, 'transformer', 'train.py')
      const [pairs, out] = [join(folder, 'pairs'), join(folder, 'trained')]
      const words = [script, '--pairs', pairs, '--out', out, ...toySizes, ...toySteps, ...toyBatches]
      runScript(python, words)
      expect((await logOf('trained')).map(({ step }) => step)).toEqual([2, 4, 6, 8])
      // The state is that of all steps: the same command trains no further.
      expect(runScript(python, words)).toBe('')
      const tokenizer = join(folder, 'whole', 'tokenizer.json')
      expect(await writeModel(out, tokenizer, join(folder, 'transformer'), 'fp32')).toBeGreaterThan(0.9999)
    },
  )
})

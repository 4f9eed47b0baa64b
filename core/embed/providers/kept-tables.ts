/*
 * What was measured is kept below the user's cache folder, by machine, driver and model: a new graphics driver, another machine
 * with the same home folder, or a new onnxruntime has to be measured anew.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, release } from 'node:os'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import { z } from 'zod'
import { replaceDurably } from '../../durable-file.ts'
import { providers, type Provider } from '../../types.ts'
import { driverFacts } from './driver-facts.ts'
import type { ProviderTable } from './measure-providers.ts'

const provider = z.enum(providers)
const tableSchema = z.object({
  rows: z.array(
    z.object({
      provider,
      chunksPerSecond: z.number().nullable(),
      agreement: z.number().nullable(),
      refused: z.string().nullable(),
    }),
  ),
  chosen: provider,
  wanted: provider.nullable().default(null),
})
const fileSchema = z.record(z.string(), tableSchema)

/** The file of what was measured: below LEANTERN_CACHE, else in the platform's cache folder. */
export function providersFile(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['LEANTERN_CACHE'] ?? ''
  return join(chosen === '' ? envPaths('leantern', { suffix: '' }).cache : chosen, 'providers.json')
}

/** What was measured on this machine for the model; null: nothing yet. */
export async function keptTable(fingerprint: string, file = providersFile()): Promise<ProviderTable | null> {
  return (await readTables(file))[await keyFor(fingerprint)] ?? null
}

/** Keeps what was measured on this machine for the model. */
export async function keepTable(fingerprint: string, table: ProviderTable, file = providersFile()): Promise<void> {
  const tables = { ...(await readTables(file)), [await keyFor(fingerprint)]: table }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await replaceDurably(file, `${JSON.stringify(tables, null, 2)}\n`)
}

/** What to open the model with: the CPU until it was measured. */
export async function keptProvider(fingerprint: string, file = providersFile()): Promise<Provider> {
  return (await keptTable(fingerprint, file))?.chosen ?? 'cpu'
}

/** A damaged cache is no cache. */
async function readTables(file: string): Promise<Record<string, ProviderTable>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}

async function keyFor(fingerprint: string): Promise<string> {
  const facts = [...(await machineFacts()), fingerprint]
  return createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 32)
}

/** What may change how fast and how right a provider is: processor, system, drivers, onnxruntime. */
export async function machineFacts(): Promise<readonly string[]> {
  const processors = cpus()
  return [
    `${process.platform} ${process.arch} ${release()}`,
    `${processors.length} × ${processors[0]?.model.trim() ?? ''}`,
    ...(await driverFacts()),
    onnxruntimeVersion(),
  ]
}

function onnxruntimeVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }
    return `onnxruntime ${version}`
  } catch {
    return 'onnxruntime'
  }
}

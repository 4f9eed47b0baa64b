import type { InstalledModel } from '../models/installed-models.ts'
import { keepTable, keptTable, providersFile } from './kept-tables.ts'
import { measureProviders, type MeasureParts, type ProviderTable } from './measure-providers.ts'

export interface ChooseParts extends MeasureParts {
  /** Where tables are kept; default: `providersFile()`. */
  readonly file?: string
  /** Measure also what was measured before. */
  readonly again?: boolean
}

/** What runs a model best on this machine, measured once: from then on `openInstalled` opens it with that. */
export async function chooseProvider(
  { folder, fingerprint }: Pick<InstalledModel, 'folder' | 'fingerprint'>,
  { file = providersFile(), again = false, ...parts }: ChooseParts = {},
): Promise<ProviderTable> {
  const kept = again ? null : await keptTable(fingerprint, file)
  if (kept !== null) return kept
  const table = await measureProviders(folder, parts)
  await keepTable(fingerprint, table, file)
  return table
}

import { AppError } from '../../errors.ts'
import type { InstalledModel } from '../models/installed-models.ts'
import type { Provider } from '../../types.ts'
import { keepTable, keptTable, providersFile } from './kept-tables.ts'
import { fastest, measureProviders, type MeasureParts, type ProviderTable } from './measure-providers.ts'
import { say } from '../../sayings/say.ts'

export interface ChooseParts extends MeasureParts {
  /** Where tables are kept; default: `providersFile()`. */
  readonly file?: string
  /** Measure also what was measured before. */
  readonly again?: boolean
  /** What is to run the model from now on; `auto`: the fastest; default: as it was chosen before. */
  readonly use?: Provider | 'auto' | undefined
}

/**
 * What runs a model best on this machine, measured once: from then on `openInstalled` opens it with that.
 * @throws AppError `bad-request` for a provider that cannot be used, with the reason
 */
export async function chooseProvider(
  { folder, fingerprint }: Pick<InstalledModel, 'folder' | 'fingerprint'>,
  { file = providersFile(), again = false, use, ...parts }: ChooseParts = {},
): Promise<ProviderTable> {
  const kept = await keptTable(fingerprint, file)
  if (kept !== null && !again && use === undefined) return kept
  const measured = kept === null || again ? await measureProviders(folder, parts) : kept
  const wanted = use === 'auto' ? null : (use ?? kept?.wanted ?? null)
  const table = withWish(measured, wanted, use !== undefined)
  await keepTable(fingerprint, table, file)
  return table
}

/** A wish of long ago that cannot be met any more is forgotten; a new one is an error. */
function withWish({ rows }: ProviderTable, wanted: Provider | null, isNew: boolean): ProviderTable {
  const auto = { rows, chosen: fastest(rows), wanted: null }
  if (wanted === null) return auto
  const refused = rows.find(({ provider }) => provider === wanted)?.refused
  if (refused === null) return { rows, chosen: wanted, wanted }
  if (!isNew) return auto
  throw new AppError('bad-request', say('model.provider', { provider: wanted, reason: refused ?? 'it is not known' }))
}

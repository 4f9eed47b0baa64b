import { AppError } from '../../errors.ts'
import { openEncoder, type Encoder } from '../encoder.ts'
import { embeddedModelFolder } from '../model-folder.ts'
import { keptProvider, providersFile } from '../providers/kept-tables.ts'
import { addedModels, modelsFolder, type InstalledModel } from './installed-models.ts'

/** Where a library looks for its model. */
export interface ModelPlaces {
  /** This folder and no other. */
  readonly modelFolder?: string | undefined
  /** The folder of added models; default: `modelsFolder()`. */
  readonly modelsFolder?: string | undefined
}

/**
 * Opens the model that a library remembers: an added one with its fingerprint, else the one that comes with the app. The caller
 * checks that it is the one. `null`: a library that has none yet.
 * @throws AppError `model-missing`, `model-mismatch`
 */
export async function openModelOf(
  remembered: { readonly fingerprint: string } | null,
  places: ModelPlaces,
): Promise<Encoder> {
  if (places.modelFolder !== undefined) return openEncoder(places.modelFolder)
  const added = remembered === null ? [] : await addedModels(places.modelsFolder ?? modelsFolder())
  const found = added.find(({ fingerprint }) => fingerprint === remembered?.fingerprint)
  if (found !== undefined) return openInstalled(found)
  const folder = embeddedModelFolder()
  return remembered === null ? openEncoder(folder) : openInstalled({ folder, fingerprint: remembered.fingerprint })
}

/** Opens a model with the provider that was measured to be the fastest for it here; with the CPU where that fails by now. */
export async function openInstalled(
  { folder, fingerprint }: Pick<InstalledModel, 'folder' | 'fingerprint'>,
  file = providersFile(),
): Promise<Encoder> {
  const provider = await keptProvider(fingerprint, file)
  if (provider === 'cpu') return openEncoder(folder)
  try {
    return await openEncoder(folder, { provider })
  } catch (error) {
    // Drivers come and go; what is wrong with the model itself shows again.
    if (error instanceof AppError && error.code === 'model-mismatch') return openEncoder(folder)
    throw error
  }
}

import { openEncoder, type Encoder } from '../encoder.ts'
import { embeddedModelFolder } from '../model-folder.ts'
import { addedModels, modelsFolder } from './installed-models.ts'

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
  return openEncoder(found?.folder ?? embeddedModelFolder())
}

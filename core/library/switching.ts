/* Another model for an open library: what has to stand still for it, and when. */
import { findModel, modelsFolder } from '../embed/models/installed-models.ts'
import { openInstalled } from '../embed/models/model-of-library.ts'
import type { SwitchModelOptions } from '../library.ts'
import type { PassageReader } from '../search/passages.ts'
import type { SharedLock } from '../shared-lock.ts'
import type { SwitchSummary } from '../types.ts'
import { switchModel } from '../upkeep/switch-model.ts'
import type { ModelInUse } from './model-in-use.ts'
import { resting } from './opening.ts'
import type { Parts } from './parts.ts'

export interface SwitchingParts {
  readonly parts: Parts
  readonly model: ModelInUse
  readonly passages: PassageReader
  /** Of whatever uses one encoder or one set of codes for long. */
  readonly working: SharedLock
  readonly searching: SharedLock
}

/** As `Library.switchModel`, once at a time. */
export async function switchTo(
  name: string,
  { parts, model, passages, working, searching }: SwitchingParts,
  options: Required<SwitchModelOptions>,
): Promise<SwitchSummary> {
  const { store, options: places } = parts
  const installed = await findModel(name, places.modelsFolder ?? modelsFolder())
  if (installed.fingerprint === store.model.fingerprint) {
    // It may have been gone until now.
    await (await model.open()).wake?.()
    return nothingToSwitch(store.model.name)
  }
  const encoder = await openInstalled(installed)
  const lastStep = (work: () => Promise<void>): Promise<void> => working.alone(work)
  const changeOver = (publish: () => Promise<void>): Promise<void> =>
    searching.alone(async () => {
      await publish()
      await model.replaceBy(resting(encoder, parts))
    })
  try {
    return await switchModel({ store, encoder, passages, pace: places.pace, lastStep, changeOver }, options)
  } finally {
    if (store.model.fingerprint !== encoder.fingerprint) await encoder.close()
  }
}

function nothingToSwitch(model: string): SwitchSummary {
  return { model, embedded: 0, resumed: 0, stale: 0, elapsedMs: 0, cancelled: false }
}

/* What can run the library's model on this machine, and what does. */
import { findModel } from '../core/embed/models/installed-models.ts'
import { chooseProvider } from '../core/embed/providers/choose-provider.ts'
import { AppError } from '../core/errors.ts'
import type { ProviderChoice, ProviderChoices } from './contract.ts'
import { sayOfApp } from './texts/say-of-app.ts'

interface Wish {
  /** Try all again, also what was tried before. */
  readonly isAgain?: boolean
  /** What runs the model from the next opening of the library on. */
  readonly use?: ProviderChoice['provider'] | 'auto'
}

/** @throws AppError `bad-request` for a model that runs elsewhere, or a provider that cannot be used; `model-missing` */
export async function providerChoices(name: string, { isAgain = false, use }: Wish): Promise<ProviderChoices> {
  const model = await findModel(name)
  if (model.kind === 'endpoint') throw new AppError('bad-request', sayOfApp('app.modelOnServer', { name }))
  const { rows, chosen, wanted } = await chooseProvider(model, { again: isAgain, use })
  return {
    model: name,
    rows: rows.map(({ provider, chunksPerSecond, refused }) => ({ provider, chunksPerSecond, refused })),
    chosen,
    wanted,
  }
}

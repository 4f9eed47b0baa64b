import { useEffect, useState } from 'react'
import type { ModelChange, ModelChoice, WindowApi } from '../../electron/contract.ts'
import { failureText, modelSummaryText } from '../i18n/engine-texts.ts'
import { currentLanguage, t } from '../i18n/i18n.ts'
import { bytesText, countText, percentText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking } from '../ui/use-asking.ts'
import { FetchSheet } from './fetch-sheet.tsx'
import './model-section.css'

/** The models the library could have, with what each costs, and how fast it is on this machine. */
export function ModelSection({ api, chunks }: { readonly api: WindowApi; readonly chunks: number }) {
  const change = useModelChange(api)
  const [added, setAdded] = useState(0)
  const { value, message: unknown } = useAsked(api, 'models', `${change.kind} ${added}`)
  const [measured, setMeasured] = useState<readonly ModelChoice[] | null>(null)
  const [asked, setAsked] = useState('')
  const [wanted, setWanted] = useState<ModelChoice | null>(null)
  const { settle, isAsking, message } = useAsking()
  const rates = new Map((measured ?? []).map(({ name, chunksPerSecond }) => [name, chunksPerSecond]))
  async function measure(name: string): Promise<void> {
    setAsked(name)
    const models = await settle(api.ask('measureModel', { name }))
    if (models !== null) setMeasured(models)
    setAsked('')
  }
  function use(model: ModelChoice): void {
    setWanted(null)
    void settle(api.ask('useModel', { name: model.name }))
  }
  async function addFromFolder(): Promise<void> {
    const path = await settle(api.ask('choosePath', { kind: 'folder' }))
    const models = path === null ? null : await settle(api.ask('addModel', { path }))
    if (models !== null) setAdded(added + 1)
  }
  return (
    <section>
      <p className="page-lead">{t('models.lead')}</p>
      <Problem message={message || unknown} />
      <div className="model-now">
        <ChangeLine api={api} change={change} />
      </div>
      <ul className="models">
        {(value ?? []).map((model) => (
          <ModelLine
            key={model.name}
            model={{ ...model, chunksPerSecond: rates.get(model.name) ?? model.chunksPerSecond }}
            chunks={chunks}
            isMeasuring={isAsking && asked === model.name}
            isOff={isAsking || change.kind === 'fetching' || change.kind === 'running'}
            onMeasure={() => void measure(model.name)}
            onUse={() => (model.isHere ? use(model) : setWanted(model))}
          />
        ))}
      </ul>
      <p className="models-own">
        <span className="page-note">{t('models.fromFolderNote')}</span>
        <button type="button" className="button" disabled={isAsking} onClick={() => void addFromFolder()}>
          {t('models.fromFolder')}
        </button>
      </p>
      {wanted !== null && <FetchSheet model={wanted} onFetch={() => use(wanted)} onCancel={() => setWanted(null)} />}
    </section>
  )
}

/** 'English, German'; `mul` is a hundred of them, and an id without a name stays one. */
function languagesText(languages: readonly string[]): string {
  const names = new Intl.DisplayNames([currentLanguage()], { type: 'language' })
  return languages.map((id) => (id === 'mul' ? t('models.manyLanguages') : (names.of(id) ?? id))).join(', ')
}

interface ModelLineProps {
  readonly model: ModelChoice
  /** In the library: what a change has to do. */
  readonly chunks: number
  readonly isMeasuring: boolean
  readonly isOff: boolean
  onMeasure(): void
  onUse(): void
}

function ModelLine({ model, chunks, isMeasuring, isOff, onMeasure, onUse }: ModelLineProps) {
  const { name, summary, languages, dimensions, bytes, isHere, isUsed, host, chunksPerSecond } = model
  const use = isHere ? t('models.use') : t('models.fetch')
  return (
    <li className={isUsed ? 'model is-used' : 'model'} aria-current={isUsed ? 'true' : undefined}>
      <div className="model-words">
        <p className="model-name">
          {name} {isUsed && <span className="model-badge">{t('models.used')}</span>}
        </p>
        {summary !== '' && <p className="model-facts">{modelSummaryText(model)}</p>}
        <p className="model-facts">
          {t('models.facts', {
            bytes: bytesText(bytes),
            n: countText(dimensions),
            languages: languagesText(languages),
          })}
        </p>
        {chunksPerSecond !== null && (
          <p className="model-facts" role="status">
            {chunks === 0
              ? t('models.rateAlone', { n: countText(chunksPerSecond) })
              : t('models.rate', {
                  n: countText(chunksPerSecond),
                  minutes: countText(Math.max(1, Math.ceil(chunks / chunksPerSecond / 60))),
                })}
          </p>
        )}
        {!isHere && <p className="model-facts">{t('models.fetched', { host, bytes: bytesText(bytes) })}</p>}
      </div>
      <span className="model-buttons">
        {isHere && (
          <button
            type="button"
            className="button"
            aria-label={t('models.measureNamed', { name })}
            disabled={isOff}
            onClick={onMeasure}
          >
            {isMeasuring ? t('storage.measuring') : t('models.measure')}
          </button>
        )}
        {!isUsed && (
          <button type="button" className="button" aria-label={`${use}: ${name}`} disabled={isOff} onClick={onUse}>
            {use}
          </button>
        )}
      </span>
    </li>
  )
}

function ChangeLine({ api, change }: { readonly api: WindowApi; readonly change: ModelChange }) {
  if (change.kind === 'idle') return null
  if (change.kind === 'failed') return <Problem message={failureText(change)} />
  const { name } = change
  const part = partOf(change)
  return (
    <div className="page-card model-change" role="status">
      <strong>{t('models.changing', { name })}</strong>
      <span>{changeText(change)}</span>
      <div
        className="model-progress"
        role="progressbar"
        aria-label={t('models.changing', { name })}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(part !== null && { 'aria-valuenow': Math.floor(part * 100) })}
      >
        <div style={{ inlineSize: `${(part ?? 0) * 100}%` }} />
      </div>
      <button type="button" className="button" onClick={() => void api.ask('stopModelChange', undefined)}>
        {t('card.stop')}
      </button>
    </div>
  )
}

type Underway = Extract<ModelChange, { kind: 'fetching' | 'running' }>

/** 0 to 1; null: not known yet. */
function partOf(change: Underway): number | null {
  const [done, total] = change.kind === 'fetching' ? [change.bytes, change.total] : [change.done, change.total]
  return total === 0 ? null : Math.min(1, done / total)
}

function changeText(change: Underway): string {
  if (change.kind === 'fetching') {
    return t('models.fetchedSoFar', { bytes: bytesText(change.bytes), total: bytesText(change.total) })
  }
  const { done, total } = change
  return total === 0 ? t('models.fetching') : t('models.done', { part: percentText(done / total), n: countText(done) })
}

function useModelChange(api: WindowApi): ModelChange {
  const { value } = useAsked(api, 'modelChange')
  const [told, setTold] = useState<ModelChange | null>(null)
  useEffect(() => api.on('modelChanged', setTold), [api])
  return told ?? value ?? { kind: 'idle' }
}

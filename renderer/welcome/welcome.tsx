import { useState } from 'react'
import type { Suggestion, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { ConsentCards } from '../sources/consent-cards.tsx'
import { ModelSection } from '../settings/model-section.tsx'
import { fileName } from '../search/place-text.ts'
import { FolderIcon, LanternIcon } from '../ui/icons.tsx'
import { bytesText, countText } from '../ui/number-text.ts'
import './welcome.css'

interface WelcomeProps {
  readonly api: WindowApi
  readonly isAdding: boolean
  readonly suggestions: readonly Suggestion[]
  onChoose(): void
  onAdd(paths: readonly string[]): void
}

/** What a person sees before there is anything to search. Nothing is read until they choose. */
export function Welcome({ api, isAdding, suggestions, onChoose, onAdd }: WelcomeProps) {
  const [isModelOpen, setIsModelOpen] = useState(false)
  return (
    <section className="welcome">
      <LanternIcon className="welcome-lantern" />
      <h1 className="welcome-title">{t('welcome.title')}</h1>
      <p className="welcome-text">{t('welcome.text')}</p>
      {suggestions.length > 0 && <FolderCards folders={suggestions} isAdding={isAdding} onAdd={onAdd} />}
      <div className="welcome-actions">
        <button
          type="button"
          className={suggestions.length > 0 ? 'button' : 'button button-primary'}
          disabled={isAdding}
          onClick={onChoose}
        >
          {t('welcome.choose')}
        </button>
        <span className="welcome-or">{t('welcome.or')}</span>
      </div>
      <ConsentCards api={api} about={null} />
      <details className="welcome-model" onToggle={({ currentTarget }) => setIsModelOpen(currentTarget.open)}>
        <summary>{t('welcome.model')}</summary>
        {isModelOpen && <ModelSection api={api} chunks={0} />}
      </details>
    </section>
  )
}

interface CardsProps {
  readonly folders: readonly Suggestion[]
  readonly isAdding: boolean
  onAdd(paths: readonly string[]): void
}

function FolderCards({ folders, isAdding, onAdd }: CardsProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  function toggle(path: string): void {
    const next = new Set(chosen)
    if (!next.delete(path)) next.add(path)
    setChosen(next)
  }
  return (
    <>
      <ul className="welcome-folders" aria-label={t('welcome.folders')}>
        {folders.map((folder) => (
          <li key={folder.path}>
            <label className="welcome-folder" title={folder.path}>
              <input type="checkbox" checked={chosen.has(folder.path)} onChange={() => toggle(folder.path)} />
              <FolderIcon size={18} />
              <bdi className="welcome-name">{fileName(folder.path)}</bdi>
              <span className="welcome-size">{sizeText(folder)}</span>
            </label>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button button-primary"
        disabled={isAdding || chosen.size === 0}
        onClick={() => onAdd([...chosen])}
      >
        {chosen.size === 0 ? t('welcome.addNone') : t('welcome.add', { count: chosen.size })}
      </button>
    </>
  )
}

function sizeText({ files, bytes, isMore }: Suggestion): string {
  const size = t('welcome.size', { count: files, n: countText(files), bytes: bytesText(bytes) })
  return isMore ? t('welcome.more', { size }) : size
}

import { useState } from 'react'
import type { Suggestion } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { fileName } from '../search/place-text.ts'
import { FolderIcon, LanternIcon, MailIcon } from '../ui/icons.tsx'
import { bytesText, countText } from '../ui/number-text.ts'
import './welcome.css'

interface WelcomeProps {
  readonly isAdding: boolean
  readonly suggestions: readonly Suggestion[]
  onChoose(): void
  onAdd(paths: readonly string[]): void
}

/** What a person sees before there is anything to search. Nothing is read until they choose. */
export function Welcome({ isAdding, suggestions, onChoose, onAdd }: WelcomeProps) {
  const folders = suggestions.filter(({ kind }) => kind === 'folder')
  const mail = suggestions.filter(({ kind }) => kind === 'mail')
  return (
    <section className="welcome">
      <LanternIcon className="welcome-lantern" />
      <h1 className="welcome-title">{t('welcome.title')}</h1>
      <p className="welcome-text">{t('welcome.text')}</p>
      {folders.length > 0 && <FolderCards folders={folders} isAdding={isAdding} onAdd={onAdd} />}
      <div className="welcome-actions">
        <button
          type="button"
          className={folders.length > 0 ? 'button' : 'button button-primary'}
          disabled={isAdding}
          onClick={onChoose}
        >
          {t('welcome.choose')}
        </button>
        <span className="welcome-or">{t('welcome.or')}</span>
      </div>
      {mail.map((one) => (
        <MailCard key={one.path} mail={one} isAdding={isAdding} onAdd={onAdd} />
      ))}
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

interface MailCardProps {
  readonly mail: Suggestion
  readonly isAdding: boolean
  onAdd(paths: readonly string[]): void
}

/** Mail is asked for apart: what is read, what is kept and how it goes away again. */
function MailCard({ mail, isAdding, onAdd }: MailCardProps) {
  return (
    <section className="welcome-mail" aria-label={t('welcome.mail')}>
      <MailIcon size={20} className="welcome-mail-icon" />
      <div className="welcome-mail-words">
        <h2>{t('welcome.mail')}</h2>
        <p>
          {t('welcome.mailReads')} <bdi className="welcome-path">{mail.path}</bdi> ({sizeText(mail)})
        </p>
        <p>{t('welcome.mailKeeps')}</p>
        <p>{t('welcome.mailErase')}</p>
      </div>
      <button type="button" className="button" disabled={isAdding} onClick={() => onAdd([mail.path])}>
        {t('welcome.mailAdd')}
      </button>
    </section>
  )
}

function sizeText({ files, bytes, isMore }: Suggestion): string {
  const size = t('welcome.size', { count: files, n: countText(files), bytes: bytesText(bytes) })
  return isMore ? t('welcome.more', { size }) : size
}

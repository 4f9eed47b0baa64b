import { useEffect, useRef, useState } from 'react'
import type { AppPace, AppStatus, PageName, WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { ExclusionsSection } from '../settings/exclusions-section.tsx'
import { KeyboardSection } from '../settings/keyboard-section.tsx'
import { IndexingSection } from '../settings/indexing-section.tsx'
import { AppearanceSection, GeneralSection, PrivacySection } from '../settings/settings-sections.tsx'
import { AdvancedSection } from '../settings/advanced-section.tsx'
import { ModelSection } from '../settings/model-section.tsx'
import { SearchSection } from '../settings/search-section.tsx'
import type { Failure } from '../search/status-text.ts'
import type { SettingsState } from '../settings/use-settings.ts'
import type { Sources } from '../sources/use-sources.ts'
import { BackIcon } from '../ui/icons.tsx'
import { StatusPage } from './status-page.tsx'
import { StoragePage } from './storage-page.tsx'
import './pages.css'

const sections = [
  'status',
  'storage',
  'general',
  'appearance',
  'search',
  'indexing',
  'exclusions',
  'models',
  'privacy',
  'keyboard',
  'advanced',
] as const

type Section = (typeof sections)[number]

const names: Readonly<Record<Section, TextKey>> = {
  status: 'page.status',
  storage: 'page.storage',
  general: 'page.general',
  appearance: 'page.appearance',
  search: 'page.search',
  indexing: 'page.indexing',
  exclusions: 'page.exclusions',
  models: 'page.models',
  privacy: 'page.privacy',
  keyboard: 'page.keyboard',
  advanced: 'page.advanced',
}

interface PagesProps {
  readonly api: WindowApi
  readonly page: Exclude<PageName, 'search'>
  readonly status: AppStatus | null
  /** Why there is no status; null: there is, or will be. */
  readonly failure: Failure | null
  /** When the status was last told, milliseconds since 1970. */
  readonly toldMs: number
  readonly pace: AppPace
  readonly settings: SettingsState
  readonly sources: Sources
  onBack(): void
  onRepair(): void
}

/** Everything that is not search: where the library stands, what it takes, and the settings. */
export function Pages(props: PagesProps) {
  const { page, onBack } = props
  const [section, setSection] = useState<Section>(page === 'settings' ? 'general' : page)
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  return (
    <div className="pages">
      <header className="pages-head">
        <button ref={back} type="button" className="icon-button" aria-label={t('page.back')} onClick={onBack}>
          <BackIcon size={20} className="mirrored" />
        </button>
        <h1 className="pages-title">{t(names[section])}</h1>
      </header>
      <nav className="pages-nav" aria-label={t('page.nav')}>
        <ul>
          {sections.map((name) => (
            <li key={name}>
              <button
                type="button"
                className="pages-link"
                aria-current={name === section ? 'page' : undefined}
                onClick={() => setSection(name)}
              >
                {t(names[name])}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="pages-body" key={section} role="region" aria-label={t(names[section])} tabIndex={0}>
        <SectionBody {...props} section={section} onModels={() => setSection('models')} />
      </div>
    </div>
  )
}

function SectionBody(props: PagesProps & { readonly section: Section; onModels(): void }) {
  const { api, section, status, settings } = props
  if (section === 'status') return <StatusPage {...props} />
  if (section === 'privacy') return <PrivacySection api={api} />
  if (section === 'exclusions') return <ExclusionsSection api={api} />
  if (section === 'models') return <ModelSection api={api} chunks={status?.library.chunks ?? 0} />
  if (section === 'keyboard') return <KeyboardSection platform={api.platform} />
  if (section === 'advanced') return <AdvancedSection api={api} onRepair={props.onRepair} />
  const { settings: values, change, message } = settings
  if (values === null) return null
  const common = { settings: values, change }
  return (
    <>
      {message !== '' && (
        <p className="page-problem" role="alert">
          {message}
        </p>
      )}
      {section === 'storage' && <StoragePage api={api} status={status} {...common} />}
      {section === 'general' && <GeneralSection {...common} api={api} />}
      {section === 'appearance' && <AppearanceSection {...common} />}
      {section === 'search' && <SearchSection api={api} {...common} />}
      {section === 'indexing' && <IndexingSection api={api} pace={props.pace} {...common} />}
    </>
  )
}

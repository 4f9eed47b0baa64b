import type { RefObject } from 'react'
import { t } from '../i18n/i18n.ts'
import { CalendarIcon, SearchIcon, SettingsIcon, SpinnerIcon } from '../ui/icons.tsx'
import { useLate } from '../ui/use-late.ts'
import { primaryKeyText } from './keys.ts'
import './search-bar.css'

export const listboxId = 'results'

/** The id of a result's row; the field points to the selected one. */
export function optionId(index: number): string {
  return `result-${index}`
}

interface SearchBarProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly text: string
  readonly isSearching: boolean
  readonly rows: number
  /** -1 when no row is selected. */
  readonly selected: number
  readonly platform: string
  /** null: there is nothing to be put in order. */
  readonly isByDate: boolean | null
  onByDate(isByDate: boolean): void
  onText(text: string): void
  onComposing(isComposing: boolean): void
  onSettings(): void
}

/** The field. The focus stays here; the list is steered from here (the combobox pattern). */
export function SearchBar(props: SearchBarProps) {
  const { input, text, isSearching, rows, selected, isByDate, onText, onComposing, onSettings } = props
  return (
    <div className="search-bar">
      <SearchGlyph isSearching={isSearching} />
      <input
        ref={input}
        className="search-bar-input"
        type="text"
        dir="auto"
        role="combobox"
        aria-label={t('search.field')}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={rows > 0}
        {...(rows > 0 ? { 'aria-controls': listboxId } : {})}
        {...(rows > 0 && selected >= 0 ? { 'aria-activedescendant': optionId(selected) } : {})}
        placeholder={t('search.field')}
        value={text}
        spellCheck={false}
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        // The window exists for this field: whoever opens it wants to type.
        autoFocus
        onChange={(event) => onText(event.currentTarget.value)}
        onCompositionStart={() => onComposing(true)}
        onCompositionEnd={() => onComposing(false)}
      />
      {isByDate !== null && (
        <button
          type="button"
          className="icon-button"
          aria-pressed={isByDate}
          aria-label={t('search.byDate')}
          title={`${t('search.byDate')} (${primaryKeyText(props.platform)} S)`}
          onClick={() => props.onByDate(!isByDate)}
        >
          <CalendarIcon size={18} />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t('settings.title')}
        title={t('settings.title')}
        onClick={onSettings}
      >
        <SettingsIcon size={18} />
      </button>
    </div>
  )
}

/** An answer that comes sooner shows no sign of waiting. */
const lateMs = 120

function SearchGlyph({ isSearching }: { readonly isSearching: boolean }) {
  const isLate = useLate(isSearching, lateMs)
  return (
    <span className="search-bar-glyph">
      {isLate && <SpinnerIcon size={22} className="search-bar-spinner" />}
      <SearchIcon size={22} className={isSearching ? 'search-bar-search is-searching' : 'search-bar-search'} />
    </span>
  )
}

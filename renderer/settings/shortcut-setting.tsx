import { useState } from 'react'
import { t } from '../i18n/i18n.ts'
import { Setting } from './controls.tsx'
import { acceleratorOf } from './accelerator.ts'

interface ShortcutSettingProps {
  /** null: the first of ours that is free. */
  readonly shortcut: string | null
  /** False: the person wants none. */
  readonly isUsed: boolean
  /** The one that the system gave us; null: none, or not known yet. */
  readonly current: string | null
  readonly platform: string
  onOff(): void
  onChange(shortcut: string | null): void
}

/** The global shortcut: press the button, then the keys. Esc gives up; a combination that is taken is refused. */
export function ShortcutSetting({ shortcut, isUsed, current, platform, onChange, onOff }: ShortcutSettingProps) {
  const [isRecording, setIsRecording] = useState(false)
  function press(event: React.KeyboardEvent): void {
    if (!isRecording) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setIsRecording(false)
    const pressed = acceleratorOf(event, platform)
    if (pressed === null) return
    setIsRecording(false)
    onChange(pressed)
  }
  return (
    <Setting
      label={t('settings.shortcut')}
      note={t('settings.shortcutNote')}
      renderControl={({ id, noteId }) => (
        <span className="shortcut">
          <button
            id={id}
            type="button"
            className={isRecording ? 'button shortcut-button is-recording' : 'button shortcut-button'}
            aria-describedby={noteId}
            onClick={() => setIsRecording(!isRecording)}
            onKeyDown={press}
            onBlur={() => setIsRecording(false)}
          >
            {isRecording ? t('settings.shortcutPress') : nameOf(isUsed, shortcut, current)}
          </button>
          {isUsed && !isRecording && (
            <button type="button" className="button" onClick={onOff}>
              {t('settings.shortcutNone')}
            </button>
          )}
          {(shortcut !== null || !isUsed) && !isRecording && (
            <button type="button" className="button" onClick={() => onChange(null)}>
              {t('settings.shortcutReset')}
            </button>
          )}
        </span>
      )}
    />
  )
}

function nameOf(isUsed: boolean, shortcut: string | null, current: string | null): string {
  if (!isUsed) return t('settings.shortcutOff')
  if (shortcut !== null) return shortcut
  return current === null ? t('settings.shortcutOurs') : t('settings.shortcutOursIs', { keys: current })
}

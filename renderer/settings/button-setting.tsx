import { Setting } from './controls.tsx'
import './button-setting.css'

interface ButtonSettingProps {
  readonly label: string
  readonly note: string
  readonly isOff: boolean
  readonly buttons: readonly SettingButton[]
}

/** `key` stays the same where the words change: the button keeps the focus. */
export interface SettingButton {
  readonly key?: string
  readonly words: string
  press(): void
}

/** Something to be done at once, in one way or several. */
export function ButtonSetting({ label, note, isOff, buttons }: ButtonSettingProps) {
  return (
    <Setting
      label={label}
      note={note}
      renderControl={({ noteId }) => (
        <span className="button-row">
          {buttons.map(({ words, key = words, press }) => (
            <button
              key={key}
              type="button"
              className="button"
              aria-label={`${label}: ${words}`}
              aria-describedby={noteId}
              disabled={isOff}
              onClick={press}
            >
              {words}
            </button>
          ))}
        </span>
      )}
    />
  )
}

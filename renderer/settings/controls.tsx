import { useId } from 'react'
import type { ReactNode } from 'react'
import './controls.css'

interface SettingProps {
  readonly label: string
  /** What it does, or why it cannot be changed; '' for what needs no words. */
  readonly note?: string | undefined
  /** Gets the ids of label and note; `noteId` is undefined where there is none. */
  renderControl(ids: { readonly id: string; readonly noteId: string | undefined }): ReactNode
}

/** One line of the settings: what it is, what it does, and the control. */
export function Setting({ label, note = '', renderControl }: SettingProps) {
  const id = useId()
  const noteId = note === '' ? undefined : `${id}-note`
  return (
    <div className="setting">
      <div className="setting-words">
        <label className="setting-label" htmlFor={id}>
          {label}
        </label>
        {noteId !== undefined && (
          <p className="setting-note" id={noteId}>
            {note}
          </p>
        )}
      </div>
      {renderControl({ id, noteId })}
    </div>
  )
}

interface SwitchSettingProps extends Pick<SettingProps, 'label' | 'note'> {
  readonly isOn: boolean
  onChange(isOn: boolean): void
}

/** Something that is on or off. */
export function SwitchSetting({ label, note, isOn, onChange }: SwitchSettingProps) {
  return (
    <Setting
      label={label}
      note={note}
      renderControl={({ id, noteId }) => (
        <input
          id={id}
          className="switch"
          type="checkbox"
          role="switch"
          aria-describedby={noteId}
          checked={isOn}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )}
    />
  )
}

interface ChoiceSettingProps<Value extends string> extends Pick<SettingProps, 'label' | 'note'> {
  readonly value: Value
  readonly choices: readonly (readonly [value: Value, label: string])[]
  onChange(value: Value): void
}

/** One of a few. */
export function ChoiceSetting<Value extends string>(props: ChoiceSettingProps<Value>) {
  const { label, note, value, choices, onChange } = props
  return (
    <Setting
      label={label}
      note={note}
      renderControl={({ id, noteId }) => (
        <select
          id={id}
          className="select"
          aria-describedby={noteId}
          value={value}
          onChange={(event) => {
            const chosen = choices.find(([value]) => value === event.currentTarget.value)
            if (chosen !== undefined) onChange(chosen[0])
          }}
        >
          {choices.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    />
  )
}

interface TextSettingProps extends Pick<SettingProps, 'label' | 'note'> {
  readonly value: string
  readonly placeholder: string
  /** Told when the person leaves the field or presses Enter. */
  onChange(value: string): void
}

/** Letters; no setting takes more. */
const longestText = 200

/** A few words. */
export function TextSetting({ label, note, value, placeholder, onChange }: TextSettingProps) {
  return (
    <Setting
      label={label}
      note={note}
      renderControl={({ id, noteId }) => (
        <input
          key={value}
          id={id}
          className="text-field setting-text"
          type="text"
          spellCheck={false}
          maxLength={longestText}
          aria-describedby={noteId}
          placeholder={placeholder}
          defaultValue={value}
          onBlur={({ currentTarget }) => currentTarget.value !== value && onChange(currentTarget.value.trim())}
          onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
        />
      )}
    />
  )
}

import { t, type TextKey } from '../i18n/i18n.ts'
import { optionKeyText, primaryKeyText, shiftedKeys } from '../search/keys.ts'
import { Keys } from '../ui/keys.tsx'

/** Keys that are pressed together. */
type Chord = readonly string[]

/** What keys do, and which: several where each does it. */
export interface KeyLine {
  readonly text: TextKey
  readonly chords: readonly Chord[]
}

/** The window's keys by where they serve; keys.ts is what they do. */
export function keyLines(platform: string, isRightToLeft: boolean): Readonly<Record<KeyGroup, readonly KeyLine[]>> {
  const primary = primaryKeyText(platform)
  const option = optionKeyText(platform)
  const shifted = (key: string): Chord => shiftedKeys(platform, key)
  return {
    field: [
      { text: 'keys.edit', chords: [[primary, 'L']] },
      { text: 'keys.back', chords: [['Esc']] },
      { text: 'search.byDate', chords: [[primary, 'S']] },
      { text: 'keys.save', chords: [[primary, 'D']] },
      { text: 'keys.answer', chords: [[primary, 'J']] },
      {
        text: 'keys.recall',
        chords: [
          [option, '↑'],
          [option, '↓'],
        ],
      },
    ],
    results: [
      { text: 'keys.move', chords: [['↑'], ['↓']] },
      { text: 'keys.nth', chords: [[primary, '1…9']] },
      { text: 'action.open', chords: [['↵']] },
      { text: 'action.openWith', chords: [shifted('O')] },
      { text: 'action.reveal', chords: [[primary, '↵']] },
      { text: 'foot.actions', chords: [[primary, 'K']] },
      { text: 'action.unfold', chords: [[option, '↓']] },
      { text: 'action.fold', chords: [[option, '↑']] },
      { text: 'action.copy', chords: [[primary, 'C']] },
      { text: 'action.copyLink', chords: [shifted('C')] },
      { text: 'keys.copyPath', chords: [shifted(',')] },
      { text: 'action.copyName', chords: [shifted('.')] },
    ],
    preview: [
      { text: 'action.preview', chords: [[isRightToLeft ? '←' : '→']] },
      { text: 'foot.occurrence', chords: [[primary, 'G']] },
      { text: 'keys.before', chords: [shifted('G')] },
    ],
    window: [
      { text: 'keys.settings', chords: [[primary, ',']] },
      { text: 'card.update', chords: [['F5']] },
    ],
  }
}

const groups = ['field', 'results', 'preview', 'window'] as const
type KeyGroup = (typeof groups)[number]

const groupNames: Readonly<Record<KeyGroup, TextKey>> = {
  field: 'keys.inField',
  results: 'keys.inResults',
  preview: 'keys.inPreview',
  window: 'keys.inWindow',
}

/** Every key of the window. */
export function KeyboardSection({ platform }: { readonly platform: string }) {
  const lines = keyLines(platform, document.documentElement.dir === 'rtl')
  return (
    <>
      <p className="page-lead">{t('keys.lead')}</p>
      {groups.map((group) => (
        <section key={group}>
          <h2 className="page-heading">{t(groupNames[group])}</h2>
          <ul className="page-list" aria-label={t(groupNames[group])}>
            {lines[group].map(({ text, chords }) => (
              <li key={text} className="page-line">
                <span>{t(text)}</span>
                <span className="button-row">
                  {chords.map((chord) => (
                    <Keys key={chord.join(' ')} keys={chord} />
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

import type { QueryChip, Saying } from '../../core/types.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { RemedyButton, remedyFor, type Remedy } from '../repair/remedy.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import type { SimilarTo } from './use-search.ts'
import './query-chips.css'

interface QueryChipsProps {
  readonly chips: readonly QueryChip[]
  readonly notes: readonly Saying[]
  readonly similar: SimilarTo | null
  onRemove(chip: QueryChip): void
  onForgetSimilar(): void
  onRemedy(remedy: Remedy): void
}

/** What was understood of the query beyond plain words, each to be taken out, and what was done otherwise than expected. */
export function QueryChips({ chips, notes, similar, onRemove, onForgetSimilar, onRemedy }: QueryChipsProps) {
  const remedy = remedyFor(notes)
  if (chips.length === 0 && notes.length === 0 && similar === null) return null
  return (
    <div className="chips">
      {(chips.length > 0 || similar !== null) && (
        <ul className="chips-list" aria-label={t('chips.name')}>
          {similar !== null && (
            <Chip label={t('chips.like', { title: similar.title })} kind="filter" onRemove={onForgetSimilar} />
          )}
          {chips.map((chip) => (
            <Chip key={chip.start} label={saidText(chip.said)} kind={chip.kind} onRemove={() => onRemove(chip)} />
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note.text} className="chips-note" dir="auto">
          {saidText(note)}
        </p>
      ))}
      {remedy !== null && <RemedyButton remedy={remedy} className="chips-remedy" onPress={onRemedy} />}
    </div>
  )
}

interface ChipProps {
  readonly label: string
  readonly kind: QueryChip['kind']
  onRemove(): void
}

function Chip({ label, kind, onRemove }: ChipProps) {
  return (
    <li>
      <button
        type="button"
        className={`chip is-${kind}`}
        aria-label={t('chips.remove', { label })}
        // The field keeps the focus: whoever takes a part out goes on typing.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onRemove}
        onKeyDown={(event) => {
          if (event.key !== 'Backspace' && event.key !== 'Delete') return
          event.preventDefault()
          onRemove()
        }}
      >
        <span dir="auto">{label}</span>
        <CloseIcon size={13} />
      </button>
    </li>
  )
}

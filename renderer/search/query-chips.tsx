import type { QueryChip, Saying } from '../../core/types.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { tellsOfDamage } from '../repair/use-repair.ts'
import { CloseIcon } from '../ui/icons.tsx'
import type { SimilarTo } from './use-search.ts'
import './query-chips.css'

interface QueryChipsProps {
  readonly chips: readonly QueryChip[]
  readonly notes: readonly Saying[]
  readonly similar: SimilarTo | null
  onRemove(chip: QueryChip): void
  onForgetSimilar(): void
  onRepair(): void
}

/** What was understood of the query beyond plain words, each to be taken out, and what was done otherwise than expected. */
export function QueryChips({ chips, notes, similar, onRemove, onForgetSimilar, onRepair }: QueryChipsProps) {
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
      {notes.some(tellsOfDamage) && (
        <button type="button" className="button chips-repair" onClick={onRepair}>
          {t('repair.offer')}
        </button>
      )}
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

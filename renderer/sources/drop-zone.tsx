import { t } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'
import { FolderIcon } from '../ui/icons.tsx'
import type { DropState } from './use-drop.ts'
import './drop-zone.css'

/** Covers the panel while something is held over it. */
export function DropZone({ state }: { readonly state: DropState }) {
  if (state.kind === 'idle') return null
  return (
    <div className="drop-zone">
      <FolderIcon size={28} />
      <div>
        <p className="drop-zone-title">{t('drop.title')}</p>
        {whatIsHeld(state) !== '' && <p className="drop-zone-names">{whatIsHeld(state)}</p>}
      </div>
    </div>
  )
}

function whatIsHeld({ names, count }: Extract<DropState, { kind: 'over' }>): string {
  if (names.length > 0) return names.join(', ')
  return count > 1 ? t('drop.items', { count, n: countText(count) }) : ''
}

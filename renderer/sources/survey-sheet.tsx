import type { SurveyedPlace } from '../../electron/contract.ts'
import { ruleText, saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { fileName, parentText } from '../search/place-text.ts'
import { FolderIcon } from '../ui/icons.tsx'
import { bytesText, countText } from '../ui/number-text.ts'
import { Sheet } from '../ui/sheet.tsx'
import './survey-sheet.css'

interface SurveySheetProps {
  readonly places: readonly SurveyedPlace[]
  onAdd(paths: readonly string[]): void
  onCancel(): void
}

/** What was dropped, counted before anything of it is read: how much would be read, and what rules leave out. */
export function SurveySheet({ places, onAdd, onCancel }: SurveySheetProps) {
  const paths = places.flatMap(({ path, refused }) => (refused === null ? [path] : []))
  return (
    <Sheet title={t('survey.title')} onCancel={onCancel}>
      <ul className="sheet-places">
        {places.map((place) => (
          <SurveyLine key={place.path} place={place} />
        ))}
      </ul>
      <p className="page-note">{t('survey.note')}</p>
      <div className="sheet-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {t('survey.cancel')}
        </button>
        <button type="button" className="button button-primary" onClick={() => onAdd(paths)}>
          {t('survey.add')}
        </button>
      </div>
    </Sheet>
  )
}

function SurveyLine({ place }: { readonly place: SurveyedPlace }) {
  const { path, files, bytes, leftOut, rules, isMore, refused } = place
  const size = t('welcome.size', { count: files, n: countText(files), bytes: bytesText(bytes) })
  return (
    <li className="sheet-place">
      <FolderIcon size={20} className="sheet-icon" />
      <div className="sheet-words">
        <p className="sheet-name" title={path}>
          <bdi>{fileName(path)}</bdi> <bdi className="sources-parent">{parentText(path)}</bdi>
        </p>
        {refused === null ? (
          <>
            <p className="sheet-size">{isMore ? t('welcome.more', { size }) : size}</p>
            {leftOut > 0 && <p className="sheet-rules">{leftOutText(leftOut, rules)}</p>}
          </>
        ) : (
          <p className="sheet-refused">{saidText(refused)}</p>
        )}
      </div>
    </li>
  )
}

/** '512 left out: build output (300), caches (12)'. */
function leftOutText(leftOut: number, rules: SurveyedPlace['rules']): string {
  const list = rules
    .map(({ rule, count }) => t('survey.rule', { rule: ruleText(rule), n: countText(count) }))
    .join(', ')
  return t('survey.leftOut', { n: countText(leftOut), rules: list })
}

import type { ReactNode } from 'react'
import { t, textIfAny } from '../i18n/i18n.ts'
import { addressOf, copyTitles, wholePlace } from '../search/place-text.ts'
import { Place } from '../search/place.tsx'
import type { DocumentRow } from '../search/rows.ts'
import { documentKind } from '../ui/document-kind.ts'
import { DocumentIcon } from '../ui/document-icon.tsx'
import { countText, datedText } from '../ui/number-text.ts'

/** Title and headers of the document: who wrote it, when, where it is. */
export function PreviewHeader({
  document,
  recipients,
  folders,
}: {
  readonly document: DocumentRow
  /** Whom a message was sent to. */
  readonly recipients: readonly string[]
  readonly folders: readonly string[]
}) {
  const { title, sender, dated, also, hits } = document
  const kind = documentKind(document.kind, document.source)
  const visits = hits[0]?.visits ?? 0
  const facts: readonly (readonly [name: string, value: string, shown?: ReactNode])[] = [
    [t('preview.from'), sender ?? ''],
    [t('preview.to'), recipients.join(', ')],
    [addressOf(document) === null ? t('preview.date') : t('preview.lastVisit'), dated > 0 ? datedText(dated) : ''],
    [t('preview.visits'), visits > 0 ? countText(visits) : ''],
    [t('preview.place'), wholePlace(document), <Place key="place" placed={document} folders={folders} longest={90} />],
    [t('preview.also'), copyTitles(also, document)],
  ]
  return (
    <header className="preview-head">
      <DocumentIcon kind={kind} className="preview-icon" />
      <div className="preview-facts">
        <h2 className="preview-title" dir="auto" title={title}>
          {title}
        </h2>
        <dl>
          {facts
            .filter(([, value]) => value !== '')
            .map(([name, value, shown]) => (
              <div key={name} className="preview-fact">
                <dt>{name}</dt>
                <dd title={value}>{shown ?? <bdi>{value}</bdi>}</dd>
              </div>
            ))}
        </dl>
        <span className="visually-hidden">{textIfAny(`kind.${kind}`)}</span>
      </div>
    </header>
  )
}

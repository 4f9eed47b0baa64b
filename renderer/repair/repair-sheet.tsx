import { useEffect, useRef } from 'react'
import type { DamagedPart, LibraryCheck, LibraryRepair } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { SpinnerIcon } from '../ui/icons.tsx'
import { countText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { useRepair } from './use-repair.ts'
import './repair-sheet.css'

interface RepairSheetProps {
  readonly api: WindowApi
  onClose(): void
}

/** Checks the library, says what is damaged and what a repair keeps and reads again, and repairs it where the person wants that. */
export function RepairSheet({ api, onClose }: RepairSheetProps) {
  const { state, repair, check } = useRepair(api)
  const close = useRef<HTMLButtonElement>(null)
  // The button that was pressed is gone, and with it the focus.
  useEffect(() => {
    if (document.activeElement === document.body) close.current?.focus()
    // Looked at after each step.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [state.kind])
  const isAtWork = state.kind === 'checking' || state.kind === 'repairing'
  return (
    <Sheet title={t('repair.title')} onCancel={onClose}>
      <div role="status">
        {isAtWork && (
          <p className="repair-work">
            <SpinnerIcon size={18} className="is-turning" />
            {t(state.kind === 'checking' ? 'repair.checking' : 'repair.repairing')}
          </p>
        )}
        {state.kind === 'checked' && <Findings check={state.check} />}
        {state.kind === 'repaired' && <p className="page-note">{doneText(state.done, state.check)}</p>}
      </div>
      {state.kind === 'failed' && <Problem message={state.message} />}
      <div className="sheet-buttons">
        <button ref={close} type="button" className="button" onClick={onClose}>
          {t(state.kind === 'checked' && state.check.way !== 'none' ? 'survey.cancel' : 'repair.close')}
        </button>
        {state.kind === 'failed' && (
          <button type="button" className="button" onClick={check}>
            {t('rights.retry')}
          </button>
        )}
        {state.kind === 'checked' && state.check.way !== 'none' && (
          <button type="button" className="button button-primary" autoFocus onClick={() => repair(state.check)}>
            {t('repair.repair')}
          </button>
        )}
      </div>
    </Sheet>
  )
}

const partNames: Readonly<Record<DamagedPart, TextKey>> = {
  manifest: 'repair.part.manifest',
  catalogue: 'repair.part.catalogue',
  texts: 'repair.part.texts',
  segment: 'repair.part.segment',
  graph: 'repair.part.graph',
  documents: 'repair.part.documents',
  choices: 'repair.part.choices',
  leftover: 'repair.part.leftover',
}

/** What is damaged, what stays, and what is read again. */
function Findings({ check }: { readonly check: LibraryCheck }) {
  const { documents, findings, way, again, folders } = check
  if (way === 'none')
    return (
      <p className="page-note">
        {t('repair.sound', { documents: t('count.documents', { count: documents, n: countText(documents) }) })}
      </p>
    )
  return (
    <>
      <p className="page-note">{t('repair.found')}</p>
      <ul className="repair-findings">
        {findings.map(({ kind, part }, at) => (
          <li key={`${part} ${at}`}>
            {t(partNames[kind])} {part !== kind && <bdi className="repair-file">{part}</bdi>}
          </li>
        ))}
      </ul>
      <p className="page-note">
        {way === 'mend' ? mendText(again) : t('repair.rebuild')} {t('repair.kept')}
      </p>
      {folders === 0 && <p className="page-note">{t('repair.foldersLost')}</p>}
      {findings.some(({ kind }) => kind === 'choices') && <p className="page-note">{t('repair.choicesLost')}</p>}
    </>
  )
}

function mendText(again: number): string {
  return again === 0 ? t('repair.mendNothing') : t('repair.mend', { count: again, n: countText(again) })
}

function doneText(done: LibraryRepair, { folders }: LibraryCheck): string {
  if (folders === 0) return t('repair.doneWithoutFolders')
  if (done.kind === 'rebuild') return t('repair.doneAll')
  if (done.kind === 'mended' && done.waiting > 0)
    return t('repair.doneSome', { count: done.waiting, n: countText(done.waiting) })
  return t('repair.done')
}

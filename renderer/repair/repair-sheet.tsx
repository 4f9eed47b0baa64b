import { useEffect, useRef } from 'react'
import type { LibraryCheck, LibraryRepair } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { CheckProgressLine, partNames } from './check-progress.tsx'
import { useRepair } from './use-repair.ts'
import './repair-sheet.css'

interface RepairSheetProps {
  readonly api: WindowApi
  onClose(): void
}

/** Checks the library, says what is damaged and what a repair keeps and reads again, and repairs it where the person wants that. */
export function RepairSheet({ api, onClose }: RepairSheetProps) {
  const { state, progress, repair, check } = useRepair(api)
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
          <p className="page-note">{t(state.kind === 'checking' ? 'repair.checking' : 'repair.repairing')}</p>
        )}
        {state.kind === 'checked' && <Findings check={state.check} />}
        {state.kind === 'repaired' && <Done done={state.done} check={state.check} />}
      </div>
      {isAtWork && <CheckProgressLine progress={progress} />}
      {state.kind === 'failed' && <Problem message={state.message} />}
      <div className="sheet-buttons">
        <button ref={close} type="button" className="button" onClick={onClose}>
          {t(isAtWork || (state.kind === 'checked' && state.check.way !== 'none') ? 'survey.cancel' : 'repair.close')}
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

/** What is damaged, what stays, and what is read again. */
function Findings({ check }: { readonly check: LibraryCheck }) {
  const { documents, findings, way, again, folders } = check
  if (way === 'none')
    return (
      <p className="page-note">
        {t('repair.sound', { documents: t('count.documents', { count: documents, n: countText(documents) }) })}
      </p>
    )
  const isLearnedLost = findings.some(({ kind }) => kind === 'learned')
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
        {way === 'mend' ? mendText(again) : t('repair.rebuild')} {t(isLearnedLost ? 'repair.keptFiles' : 'repair.kept')}
      </p>
      {folders === 0 && <p className="page-note">{t('repair.foldersLost')}</p>}
      {findings.some(({ kind }) => kind === 'choices') && <p className="page-note">{t('repair.choicesLost')}</p>}
      {isLearnedLost && <p className="page-note">{t('repair.learnedLost')}</p>}
    </>
  )
}

function mendText(again: number): string {
  return again === 0 ? t('repair.mendNothing') : t('repair.mend', { count: again, n: countText(again) })
}

/** What was done, and under which names the files are that could not be read. */
function Done({ done, check }: { readonly done: LibraryRepair; readonly check: LibraryCheck }) {
  return (
    <>
      <p className="page-note">{doneText(done, check)}</p>
      {done.kind !== 'sound' &&
        done.setAside.map(({ name, kept }) => (
          <p key={name} className="page-note">
            {kept !== null &&
              `${t('repair.learnedKept', { judged: countText(kept.judged), opened: countText(kept.opened) })} `}
            {t('repair.setAside')} <bdi className="repair-file">{name}</bdi>
          </p>
        ))}
    </>
  )
}

function doneText(done: LibraryRepair, { folders }: LibraryCheck): string {
  if (folders === 0) return t('repair.doneWithoutFolders')
  if (done.kind === 'rebuild') return t('repair.doneAll')
  if (done.kind === 'mended' && done.waiting > 0)
    return t('repair.doneSome', { count: done.waiting, n: countText(done.waiting) })
  return t('repair.done')
}

import { t } from '../i18n/i18n.ts'
import { optionKeyText, previewKeyText, primaryKeyText, shiftedKeys } from '../search/keys.ts'
import { fileName, parentText, shortName } from '../search/place-text.ts'
import { hitOfRow, type Row } from '../search/rows.ts'
import type { Actions } from '../search/use-actions.ts'
import type { MenuAction } from './actions-menu.tsx'

/** Characters of a folder's name that one line of the menu has room for. */
const longestFolder = 24

interface RowActionParts {
  readonly row: Row
  readonly actions: Actions
  readonly platform: string
  /** Folders of the library: what is one of them is removed, not excluded. */
  readonly folders: readonly string[]
  readonly isUnfolded: boolean
  /** The app can ask which program is to open a document; in a browser it cannot. */
  readonly canOpenWith: boolean
  /** What it was found by; '' where it was no query. */
  readonly query: string
  like(row: Row): void
  preview(): void
  fold(isUnfolded: boolean): void
}

/** What can be done with a row, in the order in which it is wanted. */
export function rowActions(parts: RowActionParts): MenuAction[] {
  const { row, actions, platform, like, preview, fold, isUnfolded } = parts
  const primary = primaryKeyText(platform)
  const shifted = (key: string): string[] => shiftedKeys(platform, key)
  const folder = parentText(row.document.path)
  const isMessage = row.document.part !== ''
  const isJudged = actions.isJudged(row)
  const wasOpened = row.document.hits.some(({ whySaid }) => whySaid?.code === 'why.opened')
  const list: (MenuAction | null)[] = [
    { id: 'open', label: t('action.open'), keys: ['↵'], run: () => actions.open(row) },
    parts.canOpenWith
      ? { id: 'openWith', label: t('action.openWith'), keys: shifted('O'), run: () => actions.openWith(row) }
      : null,
    { id: 'preview', label: t('action.preview'), keys: [previewKeyText(parts.query)], run: preview },
    { id: 'reveal', label: t('action.reveal'), keys: [primary, '↵'], run: () => actions.reveal(row) },
    { id: 'copy', label: t('action.copy'), keys: [primary, 'C'], run: () => actions.copy(row) },
    { id: 'copyLink', label: t('action.copyLink'), keys: shifted('C'), run: () => actions.copyLink(row) },
    { id: 'copyPath', label: t('action.copyPath'), keys: shifted(','), run: () => actions.copyPath(row) },
    { id: 'copyName', label: t('action.copyName'), keys: shifted('.'), run: () => actions.copyName(row) },
    hitOfRow(row) === null ? null : { id: 'like', label: t('action.like'), run: () => like(row) },
    parts.query === '' || isJudged ? null : { id: 'judge', label: t('action.judge'), run: () => actions.judge(row) },
    parts.query === '' || !(isJudged || wasOpened)
      ? null
      : { id: 'takeBack', label: t('action.takeBack'), run: () => actions.takeBack(row) },
    row.document.hits.length < 2
      ? null
      : {
          id: 'fold',
          label: isUnfolded ? t('action.fold') : t('action.unfold'),
          keys: [optionKeyText(platform), isUnfolded ? '↑' : '↓'],
          run: () => fold(!isUnfolded),
        },
    parts.folders.includes(folder)
      ? null
      : {
          id: 'excludeFolder',
          label: t('action.excludeFolder', { name: shortName(fileName(folder), longestFolder) }),
          run: () => actions.excludeFolder(row),
        },
    isMessage ? null : { id: 'excludeFile', label: t('action.excludeFile'), run: () => actions.excludeFile(row) },
    { id: 'forget', label: t('action.forget'), run: () => actions.forgetDocument(row) },
  ]
  return list.filter((action) => action !== null)
}

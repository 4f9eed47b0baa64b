import { t } from '../i18n/i18n.ts'
import { optionKeyText, previewKeyText, primaryKeyText, shiftedKeys } from '../search/keys.ts'
import { addressOf, fileName, hostOf, senderText, shortName } from '../search/place-text.ts'
import { hitOfRow, type Row } from '../search/rows.ts'
import type { Actions } from '../search/use-actions.ts'
import { dateText } from '../ui/number-text.ts'
import type { MenuAction } from './actions-menu.tsx'
import { dayQuery, senderQuery } from './around.ts'
import { excludableFolder, isExcludable, ownName } from './what-applies.ts'

/** Characters of a folder's name, of a host, and of a sender, that one line of the menu has room for. */
const longestFolder = 24
const longestHost = 28
const longestSender = 28

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
  /** Asks this instead. */
  lookFor(query: string): void
  preview(): void
  fold(isUnfolded: boolean): void
}

/** What can be done with a row, in the order in which it is wanted; of a page nothing that is for files. */
export function rowActions(parts: RowActionParts): MenuAction[] {
  const { row, actions, platform, like, preview, fold, isUnfolded } = parts
  const primary = primaryKeyText(platform)
  const shifted = (key: string): string[] => shiftedKeys(platform, key)
  const address = addressOf(row.document)
  const isJudged = actions.isJudged(row)
  const wasOpened = row.document.hits.some(({ whySaid }) => whySaid?.code === 'why.opened')
  const list: (MenuAction | null)[] = [
    {
      id: 'open',
      label: address === null ? t('action.open') : t('action.openPage'),
      keys: ['↵'],
      run: () => actions.open(row),
    },
    parts.canOpenWith && address === null
      ? { id: 'openWith', label: t('action.openWith'), keys: shifted('O'), run: () => actions.openWith(row) }
      : null,
    { id: 'preview', label: t('action.preview'), keys: [previewKeyText(parts.query)], run: preview },
    address === null
      ? { id: 'reveal', label: t('action.reveal'), keys: [primary, '↵'], run: () => actions.reveal(row) }
      : null,
    { id: 'copy', label: t('action.copy'), keys: [primary, 'C'], run: () => actions.copy(row) },
    { id: 'copyLink', label: t('action.copyLink'), keys: shifted('C'), run: () => actions.copyLink(row) },
    {
      id: 'copyPath',
      label: address === null ? t('action.copyPath') : t('action.copyAddress'),
      keys: shifted(','),
      run: () => actions.copyPath(row),
    },
    ownName(row.document) === null
      ? null
      : { id: 'copyName', label: t('action.copyName'), keys: shifted('.'), run: () => actions.copyName(row) },
    hitOfRow(row) === null ? null : { id: 'like', label: t('action.like'), run: () => like(row) },
    ...around(parts),
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
    ...exclusions(parts, address),
    {
      id: 'forget',
      label: address === null ? t('action.forget') : t('action.forgetPage'),
      run: () => actions.forgetDocument(row),
    },
  ]
  return list.filter((action) => action !== null)
}

/** What else there is of that day, and of who wrote it. */
function around({ row, query, lookFor }: RowActionParts): (MenuAction | null)[] {
  const { dated, sender } = row.document
  const list = [
    { id: 'sameDay', asks: dayQuery(dated), label: t('action.sameDay', { day: dateText(dated) }) },
    {
      id: 'sameSender',
      asks: senderQuery(sender),
      label: t('action.sameSender', { name: shortName(senderText(sender ?? ''), longestSender) }),
    },
  ]
  return list.map(({ id, asks, label }) =>
    asks === null || asks === query ? null : { id, label, run: () => lookFor(asks) },
  )
}

/** How it, and what is around it, is kept out from now on. */
function exclusions({ row, actions, folders }: RowActionParts, address: string | null): (MenuAction | null)[] {
  if (address !== null) {
    const host = hostOf(address)
    // No rule names a number with colons.
    if (host.startsWith('[')) return []
    return [
      {
        id: 'excludeSite',
        label: t('action.excludeSite', { host: shortName(host, longestHost) }),
        run: () => actions.excludeSite(host),
      },
    ]
  }
  const { document } = row
  const folder = excludableFolder(document, folders)
  return [
    folder === null
      ? null
      : {
          id: 'excludeFolder',
          label: t('action.excludeFolder', { name: shortName(fileName(folder), longestFolder) }),
          run: () => actions.exclude(folder),
        },
    isExcludable(document, folders)
      ? { id: 'excludeFile', label: t('action.excludeFile'), run: () => actions.exclude(document.path) }
      : null,
  ]
}

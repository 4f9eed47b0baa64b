import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { AppStatus, PageName, Suggestion, WindowApi } from '../../electron/contract.ts'
import { useAnswer, type Answering } from '../answer/use-answer.ts'
import type { AnswerSource, QueryChip, SearchAnswer } from '../../core/types.ts'
import { usePreview, type Preview } from '../preview/use-preview.ts'
import type { PreviewHandle } from '../preview/preview-pane.tsx'
import type { SettingsState } from '../settings/use-settings.ts'
import { isNothingIndexed } from '../sources/use-status.ts'
import type { Command } from './keys.ts'
import { markedWords, queryWithout } from './marked-words.ts'
import { fileName } from './place-text.ts'
import { focusFirstLine } from './quiet-body.tsx'
import { hitOfRow, rowOfSource, type Row } from './rows.ts'
import { useActions, type Actions } from './use-actions.ts'
import { contentsOf } from './use-fresh-answer.ts'
import { useKeptSearches, type KeptSearchesState } from './use-kept-searches.ts'
import { useKeys } from './use-keys.ts'
import { useQueryHistory } from './use-query-history.ts'
import { useResultCommands, type ResultCommands } from './use-result-commands.ts'
import { useSearch, type Search, type SimilarTo } from './use-search.ts'

/** Everything that the search screen shows and does; it outlives the screen while another page is shown. */
export interface SearchScreenState {
  readonly input: RefObject<HTMLInputElement | null>
  readonly previewPane: RefObject<PreviewHandle | null>
  readonly text: string
  readonly similar: SimilarTo | null
  /** Newest first instead of best first. */
  readonly isByDate: boolean
  readonly search: Search
  readonly actions: Actions
  readonly kept: KeptSearchesState
  readonly answering: Answering
  /** What the rows answer; '' where it is no query. */
  readonly question: string
  readonly results: ResultCommands
  readonly preview: Preview
  readonly pattern: RegExp | null
  readonly isFirstUse: boolean
  readonly isMenuOpen: boolean
  readonly suggestions: readonly Suggestion[]
  changeText(text: string): void
  setByDate(isByDate: boolean): void
  setComposing(isComposing: boolean): void
  removeChip(chip: QueryChip): void
  forgetSimilar(): void
  like(row: Row): void
  /** Searches for what is like a file. */
  likeFile(path: string): void
  /** Shows a source of the answer at its place. */
  cite(source: AnswerSource): void
  closeMenu(): void
  /** Focuses the field and selects its text. */
  edit(): void
  searchFor(query: string): void
}

interface ScreenParts {
  /** null until it is known. */
  readonly status: AppStatus | null
  readonly isShown: boolean
  /** The window hangs at the tray's icon. */
  readonly isPopover: boolean
  readonly settings: SettingsState
  onPage(page: PageName): void
}

/** Documents that are shown at the tray's icon; the others are in the window. */
const popoverRows = 8

/** The state of the search page, and everything that can be done on it. */
export function useSearchScreen(
  api: WindowApi,
  { status, isShown, isPopover, settings, onPage }: ScreenParts,
): SearchScreenState {
  const input = useRef<HTMLInputElement>(null)
  const previewPane = useRef<PreviewHandle>(null)
  const [text, setText] = useState('')
  const [similar, setSimilar] = useState<SimilarTo | null>(null)
  const [isByDate, setByDate] = useState(false)
  const [isComposing, setComposing] = useState(false)
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const isFirstUse = status !== null && isNothingIndexed(status)
  const contents = useMemo(() => contentsOf(status), [status])
  const search = useSearch(api, { text: isFirstUse ? '' : text, similar, isByDate, isComposing, contents })
  const question = similar === null ? text.trim() : ''
  const kept = useKeptSearches(api, search.state.kind === 'found' ? question : '')
  const history = useQueryHistory(kept.recent)
  const actions = useActions(api, { query: question, onChanged: search.again, onUsed: kept.remember })
  const results = useResultCommands(search, actions, isPopover ? popoverRows : Infinity)
  const [cited, setCited] = useState<{ readonly question: string; readonly row: Row } | null>(null)
  const citedRow = cited?.question === question ? cited.row : null
  const preview = usePreview(api, citedRow ?? results.row)
  const answering = useAnswer(api)
  const answer = search.state.list?.answer ?? null
  const pattern = useMarkedWords(answer, similar === null ? text : null)
  const suggestions = useSuggestions(api, isFirstUse)

  const changeText = (next: string): void => {
    setText(next)
    setCited(null)
    if (answering.state.kind !== 'none') answering.stop()
    setSimilar(null)
    if (next === '') setByDate(false)
    actions.forget()
    results.forgetWaiting()
  }
  const edit = useCallback(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const closeMenu = useCallback(() => {
    setIsMenuOpen(false)
    input.current?.focus()
  }, [])

  /** One step back: the preview, then the query, then the window. */
  const back = (): void => {
    if (preview.isOpen) {
      preview.close()
      input.current?.focus()
    } else if ((text === '' && similar === null) || settings.settings?.escHides === true)
      void api.ask('hide', undefined)
    else changeText('')
  }
  const recall = (by: 1 | -1): boolean => {
    const query = similar === null ? history.step(text, by) : null
    if (query !== null) changeText(query)
    return query !== null
  }
  const run = (command: Command): boolean => {
    if (!isShown) return false
    switch (command.kind) {
      case 'edit':
        edit()
        return true
      case 'back':
        back()
        return true
      case 'settings':
        onPage('settings')
        return true
      case 'update':
        void api.ask('updateNow', undefined)
        return true
      case 'preview':
        if (results.row === null) return false
        if (preview.isOpen) previewPane.current?.focus()
        else preview.open()
        return true
      case 'occurrence':
        previewPane.current?.occurrence(command.by)
        return preview.isOpen
      case 'actions':
        setIsMenuOpen(results.row !== null)
        return true
      case 'answer':
        if (settings.settings?.answers !== true || question === '') return false
        answering.ask(question)
        return true
      case 'order':
        if (text === '' && similar === null) return false
        setByDate(!isByDate)
        return true
      case 'unfold':
      case 'fold':
        return recall(command.kind === 'fold' ? 1 : -1) || results.run(command)
      case 'save':
        if (question === '') return false
        kept.save(question)
        return true
      default:
        if (command.kind === 'move' || command.kind === 'select') setCited(null)
        return results.run(command) || (command.kind === 'move' && command.by > 0 && focusFirstLine())
    }
  }
  useKeys({ platform: api.platform, input, run })

  return {
    input,
    previewPane,
    text,
    similar,
    isByDate,
    search,
    actions,
    kept,
    answering,
    question,
    results,
    preview,
    pattern,
    isFirstUse,
    isMenuOpen,
    suggestions,
    changeText,
    setByDate,
    setComposing,
    removeChip(chip) {
      // The chips are those of an answer: of a text that has changed since they are not.
      if (answer?.query === text.trim()) changeText(queryWithout(answer.query, chip))
      input.current?.focus()
    },
    forgetSimilar() {
      setSimilar(null)
      input.current?.focus()
    },
    like(row) {
      const { path, part, title } = row.document
      setText('')
      setSimilar({ path, part, title, at: hitOfRow(row)?.start ?? 0 })
    },
    closeMenu,
    edit,
    cite(source) {
      setCited({ question, row: rowOfSource(source) })
      preview.open()
    },
    likeFile: useCallback((path: string) => {
      setText('')
      setSimilar({ path, part: '', at: 0, title: fileName(path), isFile: true })
      input.current?.focus()
    }, []),
    searchFor: useCallback((query: string) => {
      setSimilar(null)
      setText(query)
    }, []),
  }
}

/**
 * The same pattern for the same words, so that rows which stay the same are not painted anew. Of what is like a passage (`text` null) no
 * word is more telling than another: all of them would be marked.
 */
function useMarkedWords(answer: SearchAnswer | null, text: string | null): RegExp | null {
  const words = text === null ? null : markedWords(answer ?? { query: text, chips: [], notesSaid: [] })
  const source = words?.source ?? ''
  return useMemo(() => (source === '' ? null : new RegExp(source, 'giu')), [source])
}

/** Asked only where there is nothing yet: counting files takes a moment. */
function useSuggestions(api: WindowApi, isWanted: boolean): readonly Suggestion[] {
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([])
  useEffect(() => {
    if (!isWanted) return
    let isCurrent = true
    const ask = async (): Promise<void> => {
      const reply = await api.ask('suggestions', undefined)
      if (isCurrent && reply.ok) setSuggestions(reply.value)
    }
    void ask()
    return () => {
      isCurrent = false
    }
  }, [api, isWanted])
  return suggestions
}

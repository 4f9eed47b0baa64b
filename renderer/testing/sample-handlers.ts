/* Made-up answers for what the pages and the preview ask, for the preview page. */
import type { AnswerSource, DocumentText } from '../../core/types.ts'
import type { AppSettings } from '../../electron/contract.ts'
import { plain, answerOf, type createFakeApi } from './fake-api.ts'
import { sampleHits } from './samples.ts'

type Handlers = Parameters<typeof createFakeApi>[0]

const passages = [
  'Either party may end this lease with three months’ notice in writing.',
  'Notice given by the tenant takes effect at the end of the third calendar month.',
  'The deposit is returned within 30 days after the keys.',
]

function textOf(path: string, part: string): DocumentText {
  const hit = sampleHits.find((one) => one.path === path) ?? sampleHits[0]
  return {
    path,
    part,
    uri: hit.uri,
    title: hit.title,
    kind: hit.kind,
    chunks: passages.length,
    textBytes: 300,
    modifiedMs: 0,
    ...(hit.path.endsWith('.eml') ? { recipients: ['Anna Smith <anna@example.org>', 'Ben <ben@example.org>'] } : {}),
    passages: passages.map((text, index) => ({
      index,
      start: index === 0 ? 0 : hit.start + index * 1_000,
      end: index === 0 ? hit.end : hit.start + index * 1_000 + 900,
      heading: index === 0 ? hit.heading : '',
      text,
    })),
  }
}

const source: AnswerSource = {
  number: 1,
  path: sampleHits[0].path,
  part: '',
  uri: sampleHits[0].uri,
  title: sampleHits[0].title,
  heading: sampleHits[0].heading,
  start: 0,
  end: 400,
  text: passages[0],
  isCited: true,
}

/** What the window asks besides searching. */
export function sampleHandlers(settings: AppSettings): Handlers {
  return {
    settings: () => answerOf(settings),
    changeSettings: (change) => answerOf({ ...settings, ...change }),
    text: ({ path, part }) => answerOf(textOf(path, part)),
    answer: ({ question }) =>
      answerOf({
        question,
        text: 'Three months. [1]',
        sentences: [{ text: passages[0], sources: [1], support: 'supported' }],
        sources: [source],
        short: 'three months',
        provider: 'extract',
        note: null,
        noteSaid: null,
        isComplete: true,
        ms: { search: 30, answer: 4 },
      }),
    survey: ({ paths }) =>
      answerOf(
        paths.map((path) => ({
          path,
          kind: 'folder',
          files: 2_140,
          bytes: 812_000_000,
          leftOut: 3_980,
          rules: [
            { rule: 'node_modules', count: 3_100 },
            { rule: '*.log', count: 880 },
          ],
          isMore: false,
          refused: path.endsWith('.zip') ? plain('it is a file; choose the folder around it') : null,
        })),
      ),
    newest: () => answerOf(sampleHits.slice(0, 4).map((hit) => ({ ...hit, score: 1 }))),
    sources: () =>
      answerOf([
        { path: '/home/anna/Documents', documents: 3_104, textBytes: 44_000_000 },
        { path: '/home/anna/Notes', documents: 376, textBytes: 6_900_000 },
      ]),
    problems: () =>
      answerOf([
        { path: '/home/anna/Documents/scan-004.pdf', code: 'no-text', message: 'The PDF has no text layer (2 pages).' },
        { path: '/home/anna/Documents/old.doc', code: 'damaged', message: 'It ends too early.' },
      ]),
    foundSources: () =>
      answerOf([
        {
          source: 'mail',
          program: 'Thunderbird',
          name: 'anna@example.org',
          path: '/home/anna/.thunderbird/x.default/ImapMail',
          bytes: 1_240_000_000,
          isMore: false,
          isAdded: false,
          refused: null,
          refusedSaid: null,
        },
      ]),
    consent: ({ source }) =>
      answerOf({
        source,
        reads: 'The messages in the folders you choose.',
        keeps: 'Subject, people, date, a code for each passage.',
        leavesOut: 'Deleted messages.',
        erase: 'Remove the place, or forget a sender.',
      }),
    ledger: () =>
      answerOf({
        sinceMs: 0,
        refused: 0,
        sent: [{ host: 'models.example.org', by: 'engine', requests: 3, lastMs: 1_700_000_000_000 }],
      }),
    lockState: () => answerOf({ isSet: false, isLocked: false, afterMinutes: null, canAskSystem: false }),
    learning: () => answerOf({ isOn: true, judged: 12, meaningWeight: null, trouble: null }),
    searches: () => answerOf({ recent: ['letter from the bank', 'bread'], saved: ['type:pdf lease'] }),
    modelChange: () => answerOf({ kind: 'idle' }),
    excluded: () => answerOf(['/home/anna/Documents/old']),
    leftOutRules: () =>
      answerOf([{ name: 'node_modules', group: 'folders', reason: 'installed packages', isOn: true }]),
    reading: () =>
      answerOf({
        off: [],
        own: ['*.bak'],
        useGitignore: true,
        largestMB: { text: 20, markup: 50, document: 200 },
        hosts: [],
        savedPages: [],
        ocr: { isOn: false, languages: 'eng' },
      }),
    searchSpeed: () => answerOf({ searches: 24, medianMs: 31, cachedShare: 0.4 }),
  }
}

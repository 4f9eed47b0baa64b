/* The answer to "why?" about a file, a document in a file, or a page of a history. */
import { realpath } from 'node:fs/promises'
import { say } from '../sayings/say.ts'
import { type AskedPlace, placeText } from '../asked-place.ts'
import { attachmentMark } from '../text/containers/container.ts'
import { pageRuleOf } from '../text/containers/history-hosts.ts'
import { addressOfPart, pageAddress, pageParts, partOfAddress } from '../text/containers/history-page.ts'
import { archiveEndings, holdsDocuments, memberKind } from '../text/containers/member-name.ts'
import { extensionOf, kindOfPath } from '../text/document-kind.ts'
import { readOptionsOf } from '../text/read-options.ts'
import { optInSourceOf } from '../text/readable.ts'
import { unreachable } from '../errors.ts'
import type { WhyAnswer } from '../types.ts'
import {
  byName,
  forgottenVerdict,
  foundVerdict,
  notReadable,
  onlyByName,
  whyOf,
  type Verdict,
  type WhyParts,
} from './why.ts'

export async function whyAsked(asked: AskedPlace, parts: WhyParts): Promise<WhyAnswer> {
  switch (asked.kind) {
    case 'path':
      return whyOf(await realPath(asked.path), parts)
    case 'part':
      return whyPart(await realPath(asked.path), asked.part, parts)
    case 'page':
      return whyPage(asked.url, parts)
    default:
      return unreachable(asked)
  }
}

function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

async function whyPart(path: string, part: string, parts: WhyParts): Promise<WhyAnswer> {
  const page = addressOfPart(part)
  const isHistory = page !== null && (await isHistoryFile(path, parts))
  return (await ofFile(path, part, parts)) ?? (isHistory ? whyPage(page, parts) : absentPart(path, part))
}

/** What is wrong with the file itself, or what the library has or could not read of the part; null: it knows nothing of it. */
async function ofFile(path: string, part: string, parts: WhyParts): Promise<WhyAnswer | null> {
  const { catalogue, generation } = parts
  const file = await whyOf(path, parts)
  const isFileRead = file.verdict === 'indexed' || file.verdict === 'not-seen'
  const isPartUnread = file.verdict === 'not-readable' && catalogue.unread.problemAt(path) === undefined
  if (!isFileRead && !isPartUnread) return { ...file, part }
  if (parts.forgotten.coversPlace({ path, part }))
    return answer({ path, part, documents: 0 }, forgottenVerdict(addressOfPart(part) ?? placeText({ path, part })))
  const isFound = catalogue.stampAt(path, generation, part) !== undefined
  const documents = catalogue.files.parts(path, generation, [part]).length
  const problem = catalogue.unread.problemAt(path, part)
  if (problem !== undefined)
    return answer({ path, part, documents }, isFound ? onlyByName(problem) : notReadable(problem))
  if (documents === 0) return null
  const named = documents === 1 ? byName({ path, part }, parts) : null
  return answer({ path, part, documents }, named ?? foundVerdict(documents))
}

/** A part that the library knows nothing of: nothing is read of its kind, or it is not there. */
function absentPart(path: string, part: string): WhyAnswer {
  const place = { path, part, documents: 0 }
  if (!isPartKindRead(path, part))
    return answer(place, { verdict: 'left-out', said: say('verdict.partKind', { part }) })
  return answer(place, { verdict: 'missing', said: say('verdict.noPart', { path, part }) })
}

/** Whether something would be read of what is called so. */
function isPartKindRead(path: string, part: string): boolean {
  const attached = part.lastIndexOf(attachmentMark)
  if (attached >= 0) {
    const name = part.slice(attached).replace(/^\/\/\d+ /u, '')
    return kindOfPath(name) !== null || holdsDocuments(name)
  }
  return !archiveEndings.has(extensionOf(path)) || memberKind(part) !== 'nothing'
}

async function whyPage(url: string, parts: WhyParts): Promise<WhyAnswer> {
  const address = pageAddress(url, () => false)
  const none = { path: url, documents: 0 }
  if (address === null) return answer(none, { verdict: 'left-out', said: say('verdict.noWebPage') })
  const { hostname, pathname } = new URL(address)
  if (parts.forgotten.covers({ sender: null, site: hostname, source: 'history', dated: Number.NaN }))
    return answer(none, { verdict: 'forgotten', said: say('verdict.forgottenByFacts') })
  const rule = pageRuleOf(readOptionsOf(parts.keptOut.reading).pages)(hostname, pathname)
  if (rule !== null) return answer(none, { verdict: 'left-out', said: say('verdict.pageLeftOut', { rule }) })
  const histories = await historiesOf(parts)
  if (histories.length === 0) return answer(none, { verdict: 'not-added', said: say('verdict.noHistory') })
  const part = partOfAddress(address)
  const answers: WhyAnswer[] = []
  for (const path of histories) {
    // Perhaps the browser has it by another address of the same page.
    const known = [part, ...pageParts(part)].find(
      (one) => parts.catalogue.stampAt(path, parts.generation, one) !== undefined,
    )
    const ofThis = await ofFile(path, known ?? part, parts)
    if (ofThis !== null) answers.push(ofThis)
  }
  const best = answers.find(({ verdict }) => verdict === 'indexed') ?? answers[0]
  return best ?? answer(none, { verdict: 'not-seen', said: say('verdict.noVisit', { histories }) })
}

/** The histories that were added to the library. */
async function historiesOf(parts: WhyParts): Promise<string[]> {
  const found: string[] = []
  for (const root of parts.catalogue.roots()) if (await isHistoryFile(root, parts)) found.push(root)
  return found
}

/** One whose disk is not there is known by what was read of it. */
async function isHistoryFile(path: string, { catalogue, generation }: WhyParts): Promise<boolean> {
  return (await optInSourceOf(path)) === 'history' || catalogue.sourcesBelow(path, generation).includes('history')
}

function answer(place: Pick<WhyAnswer, 'path' | 'part' | 'documents'>, { verdict, said }: Verdict): WhyAnswer {
  return { ...place, verdict, said, message: said.text }
}

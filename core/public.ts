/*
 * What `import … from 'leantern'` gives. Semantic versioning holds for these names: a minor version adds, a major one may
 * remove or rename. Everything else is ours to change.
 */
export { ask, type AskEvent, type AskParts, type AskRequest } from './answering/ask.ts'
export { createChatModel, type ChatModel, type ChatModelOptions } from './answering/chat-model.ts'
export { AppError } from './errors.ts'
export { exportedPassages, type ExportedPassage, type ExportOptions } from './exporting/passages.ts'
export { openLibrary, type DocumentEntry, type IndexOptions, type Library, type LibraryOptions } from './library.ts'
export { createMcpServer } from './mcp/mcp-server.ts'
export { openOrShare, openShared } from './resident/open-shared.ts'
export { shareLibrary, type SharedDoor, type ShareParts } from './resident/share-library.ts'
export { jsonSchemaOf, schemas } from './schemas.ts'
export { searchEvents, type SearchEvent } from './search/search-events.ts'
export type {
  Answer,
  AnswerSentence,
  AnswerSource,
  DocumentText,
  ErrorCode,
  FileProblem,
  ForgetSummary,
  ForgetWhat,
  IndexProgress,
  IndexSummary,
  LibraryStatus,
  NameHit,
  SearchAnswer,
  SearchHit,
  SearchRequest,
  TextPassage,
  TextRequest,
  WhyAnswer,
} from './types.ts'

import type { ReactNode } from 'react'
import type { DocumentKind } from './document-kind.ts'

const page = (
  <path d="M5 3.75C5 3.06 5.56 2.5 6.25 2.5h5L15.5 6.75v9.5c0 .69-.56 1.25-1.25 1.25h-8C5.56 17.5 5 16.94 5 16.25Z M11.25 2.5v3c0 .69.56 1.25 1.25 1.25h3" />
)

const drawings: Readonly<Record<DocumentKind, ReactNode>> = {
  text: (
    <>
      {page}
      <path d="M7.75 10h5M7.75 12.25h5M7.75 14.5h3" />
    </>
  ),
  markdown: (
    <>
      <rect x="2.5" y="5" width="15" height="10" rx="2" />
      <path d="M5.25 12V8l2 2.25L9.25 8v4M13.25 8v4M11.75 10.5l1.5 1.5 1.5-1.5" />
    </>
  ),
  code: <path d="m6.75 6-4 4 4 4M13.25 6l4 4-4 4M11.25 4.5l-2.5 11" />,
  pdf: (
    <>
      {page}
      <path d="M7.5 15c2-1.2 3.3-4 3-6-.1-.7-.9-.7-.9.1 0 2.2 1.7 4 3.4 4.4.9.2.9-.9 0-.9-1.9 0-4.1.7-5.7 1.7-.8.5-.5 1.2.2.7Z" />
    </>
  ),
  word: (
    <>
      {page}
      <path d="m7.25 10.25 1.25 4.25 1.75-4 1.75 4 1.25-4.25" />
    </>
  ),
  sheet: (
    <>
      <rect x="3" y="3.75" width="14" height="12.5" rx="1.75" />
      <path d="M3 8h14M3 12h14M8 8v8.25" />
    </>
  ),
  slides: (
    <>
      <rect x="2.75" y="4" width="14.5" height="9.5" rx="1.5" />
      <path d="M10 13.5v3M7 16.5h6" />
    </>
  ),
  mail: (
    <>
      <rect x="2.5" y="4.5" width="15" height="11" rx="1.75" />
      <path d="m3 6 7 5 7-5" />
    </>
  ),
  chat: (
    <path d="M4.75 3.5h10.5c.97 0 1.75.78 1.75 1.75v6.5c0 .97-.78 1.75-1.75 1.75H9.5l-3.75 3v-3h-1A1.75 1.75 0 0 1 3 11.75v-6.5c0-.97.78-1.75 1.75-1.75ZM6.5 7h7M6.5 10h4.5" />
  ),
  book: (
    <path d="M4 4.5C4 3.67 4.67 3 5.5 3H16v11.5H5.75A1.75 1.75 0 0 0 4 16.25Zm0 11.75C4 17.2 4.8 18 5.75 18H16v-3.5M7.5 6.5h5" />
  ),
  event: (
    <>
      <rect x="3" y="4.25" width="14" height="12.5" rx="1.75" />
      <path d="M3 8h14M6.75 2.75v3M13.25 2.75v3" />
    </>
  ),
  contact: (
    <>
      <circle cx="10" cy="7" r="3.25" />
      <path d="M3.75 17c.6-3.3 3.1-5 6.25-5s5.65 1.7 6.25 5" />
    </>
  ),
  picture: (
    <>
      <rect x="3" y="3.5" width="14" height="13" rx="1.75" />
      <circle cx="7.25" cy="7.75" r="1.4" />
      <path d="m3.5 14.5 4-3.75 3 2.5 3-3.25 3.25 3.25" />
    </>
  ),
  audio: (
    <>
      <path d="M7.5 14.75V5.25l8-1.75v9.5" />
      <circle cx="5.5" cy="14.75" r="2" />
      <circle cx="13.5" cy="13" r="2" />
    </>
  ),
  video: (
    <>
      <rect x="2.75" y="4.5" width="14.5" height="11" rx="1.75" />
      <path d="M8.5 7.75v4.5l3.75-2.25Z" />
    </>
  ),
  web: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M3 10h14M10 3c2.2 2 3.1 4.3 3.1 7s-.9 5-3.1 7c-2.2-2-3.1-4.3-3.1-7s.9-5 3.1-7Z" />
    </>
  ),
}

/** What a document is, at a glance; decorative, the path says it in words. */
export function DocumentIcon({ kind, className }: { readonly kind: DocumentKind; readonly className?: string }) {
  return (
    <svg
      className={className}
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-kind={kind}
    >
      {drawings[kind]}
    </svg>
  )
}

import type { SearchHit } from '../../core/types.ts'

/** A passage with its reference, as it is put on the clipboard: the words, then title and heading, then the path. */
export function copyText({ snippet, title, heading, path }: SearchHit): string {
  return `${snippet}\n\n${heading === '' ? title : `${title}, ${headingText(heading)}`}\n${path}`
}

/** A heading path as it is shown. */
export function headingText(heading: string): string {
  return heading.replaceAll(' > ', ' › ')
}

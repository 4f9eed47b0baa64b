import { pathToFileURL } from 'node:url'

/** Where a document can be opened: a page by its own address, a file by a `file:` address with the part after '#'. */
export function documentUri({ path, part }: { readonly path: string; readonly part: string }): string {
  // A history's parts have one slash after the scheme, and none twice (`partOfAddress`).
  const page = /^(https?:)\/+(.+)$/su.exec(part)
  if (page !== null) return `${page[1]}//${page[2].replaceAll('/%2F', '//')}`
  const { href } = pathToFileURL(path)
  return part === '' ? href : `${href}#${part.split('/').map(encodeURIComponent).join('/')}`
}

import { pathToFileURL } from 'node:url'

/** Where a document can be opened: a page by its own address, a file by a `file:` address with the part after '#'. */
export function documentUri({ path, part }: { readonly path: string; readonly part: string }): string {
  if (/^https?:\/\//u.test(part)) return part
  const { href } = pathToFileURL(path)
  return part === '' ? href : `${href}#${part.split('/').map(encodeURIComponent).join('/')}`
}

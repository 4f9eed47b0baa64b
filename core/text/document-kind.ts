import { basename, dirname, extname } from 'node:path'
import type { DocumentKind, FileKind } from './extracted.ts'
import { type SizeLimits, usualOptions } from './read-options.ts'

/** Largest files read, in bytes, unless a person changed that. */
export const limits = usualOptions.limits

/** Files whose name says only by convention that they are text (README). */
export const namelessBytes = 1024 * 1024

const extensionsOf: Readonly<Record<Exclude<FileKind, 'picture'>, string>> = {
  text: 'txt text log csv tsv bib adoc asciidoc vtt srt textile',
  markdown: 'md markdown mdown mkd mdx rmd qmd',
  restructuredtext: 'rst rest',
  org: 'org',
  html: 'html htm xhtml xht shtml',
  xml: 'xml cnxml dbk docbook tei rss atom opml plist',
  code: [
    'ts tsx mts cts js jsx mjs cjs vue svelte py pyi rs go java kt kts groovy gradle scala swift dart c h cc cpp cxx',
    'hpp hh hxx m mm cs fs fsx vb rb php pl pm lua r jl hs elm ml mli ex exs erl hrl clj cljs lisp el scm nim zig v',
    'sol asm s f90 f95 for pas ada sh bash zsh fish ps1 psm1 bat cmd sql graphql proto thrift css scss sass less',
    'sv svh vh agda ql qll erb ejs cshtml razor',
    'toml yaml yml json jsonc json5 ini cfg conf properties tf hcl nix cmake mk dockerfile xsd xsl xslt',
  ].join(' '),
  pdf: 'pdf',
  docx: 'docx docm dotx dotm',
  pptx: 'pptx pptm ppsx ppsm potx potm',
  xlsx: 'xlsx xlsm xltx xltm',
  odt: 'odt ott fodt sxw',
  odp: 'odp otp fodp sxi',
  ods: 'ods ots fods sxc',
  doc: 'doc dot',
  xls: 'xls xlt',
  ppt: 'ppt pps pot',
  rtf: 'rtf',
  epub: 'epub',
  ipynb: 'ipynb',
  tex: 'tex latex ltx',
  eml: 'eml mht mhtml',
  emlx: 'emlx',
  msg: 'msg',
  ics: 'ics ical ifb',
  vcf: 'vcf vcard',
}

const kindOfExtension: ReadonlyMap<string, FileKind> = new Map(
  Object.entries(extensionsOf).flatMap(([kind, extensions]) =>
    // Object.entries forgets that its keys are those of the record.
    extensions.split(' ').map((extension) => [extension, kind as FileKind] as const),
  ),
)

/** Every extension that is read, lower case, without the dot. */
export const supportedExtensions: ReadonlySet<string> = new Set(kindOfExtension.keys())

const textNames =
  /^(?:readme|licen[cs]e|copying|authors|contributors|contributing|changelog|changes|news|notice|todo|install|history|credits|thanks|version)$/i
const codeNames =
  /^(?:makefile|gnumakefile|dockerfile|containerfile|gemfile|rakefile|vagrantfile|jenkinsfile|procfile|brewfile|justfile|codeowners)$/i

/** What a file is by its name; null when its name promises no text. The bytes have the last word (`extractText`). */
export function kindOfPath(path: string): FileKind | null {
  if (isMaildirMessage(path)) return 'eml'
  const extension = extensionOf(path)
  if (extension !== '') return kindOfExtension.get(extension) ?? null
  if (!isNameless(path)) return null
  return codeNames.test(basename(path)) ? 'code' : 'text'
}

/**
 * A message of a Maildir: in its folder `cur` or `new`, named by time and host, with its flags behind ':2,' (';2,' or '!2,' where
 * the system has no colons in names).
 */
export function isMaildirMessage(path: string): boolean {
  const folder = basename(dirname(path))
  return (folder === 'cur' || folder === 'new') && /^\d+\.[^/]+$|[:;!]2,[A-Za-z]*$/u.test(basename(path))
}

/** A file that Apple Mail took out of a message ('.partial.emlx') and keeps in a folder beside it, by message and part. */
export function isMailAttachment(path: string): boolean {
  return /\.mbox[\\/].*[\\/]Attachments[\\/]\d+[\\/][\d.]+[\\/][^\\/]+$/u.test(path)
}

/** Lower case, without the dot; '' for none. */
export function extensionOf(path: string): string {
  return extname(path).slice(1).toLowerCase()
}

/** Known as text by its whole name, having no extension. */
function isNameless(path: string): boolean {
  const name = basename(path)
  return textNames.test(name) || codeNames.test(name)
}

/** Largest size in bytes at which a file of this kind and name is read. */
export function sizeLimitOf(kind: DocumentKind, path: string, largest: SizeLimits = limits): number {
  if (isContainer(kind)) return largest.documentBytes
  switch (kind) {
    case 'text':
    case 'code':
      return isNameless(path) ? Math.min(namelessBytes, largest.textBytes) : largest.textBytes
    case 'markdown':
    case 'restructuredtext':
    case 'org':
      return largest.textBytes
    default:
      return largest.markupBytes
  }
}

const containers: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'pdf',
  'docx',
  'pptx',
  'xlsx',
  'odt',
  'odp',
  'ods',
  'doc',
  'xls',
  'ppt',
  'rtf',
  'epub',
  'msg',
  'picture',
])

const pictureEndings: ReadonlySet<string> = new Set('png jpg jpeg tif tiff webp bmp gif pnm pbm pgm ppm jp2'.split(' '))

/** A picture by its name: read where text is looked for in pictures, and not otherwise. */
export function isPictureName(path: string): boolean {
  return pictureEndings.has(extensionOf(path))
}

/** Documents that are binary or packed: large ones are read, and their text is kept, because reading it again is slow. */
export function isContainer(kind: DocumentKind): boolean {
  return containers.has(kind)
}

/** Whether a document of this kind is a message that somebody sent. */
export function isMail(kind: DocumentKind): boolean {
  return kind === 'eml' || kind === 'emlx' || kind === 'msg'
}

/* Files without text that are a person's all the same: found by their names, folders and dates. */
import { extensionOf } from './document-kind.ts'

/** What such a file is. `file`: a document of a program whose files are not read. */
export type NamedOnlyKind = 'picture' | 'audio' | 'video' | 'file'

const endingsOf: Readonly<Record<NamedOnlyKind, string>> = {
  picture: [
    'png jpg jpeg jpe jfif tif tiff webp bmp gif heic heif avif jxl jp2 svg svgz pnm pbm pgm ppm',
    'psd xcf kra cr2 cr3 nef arw dng orf rw2 raf',
  ].join(' '),
  audio: 'mp3 m4a m4b aac flac ogg oga opus wav wma aif aiff amr mid midi',
  video: 'mp4 m4v mov avi mkv webm wmv mpg mpeg ogv 3gp flv',
  file: 'pages numbers key vsd vsdx one pub djvu mobi azw azw3 wps wpd ai indd sketch xd dwg dxf skp blend stl 7z rar dmg',
}

const kindOfEnding: ReadonlyMap<string, NamedOnlyKind> = new Map(
  Object.entries(endingsOf).flatMap(([kind, endings]) =>
    // Object.entries forgets that its keys are those of the record.
    endings.split(' ').map((ending) => [ending, kind as NamedOnlyKind] as const),
  ),
)

/** What a file is of which only the name is known; null where a reader may find text, and where nobody would look for it. */
export function namedOnlyKind(path: string): NamedOnlyKind | null {
  return kindOfEnding.get(extensionOf(path)) ?? null
}

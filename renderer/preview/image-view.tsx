import { useState } from 'react'
import type { Picture } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { bytesText } from '../ui/number-text.ts'
import './image-view.css'

/** An image, never larger than it is nor than the pane; how large it is stands below. */
export function ImageView({ title, picture }: { readonly title: string; readonly picture: Picture }) {
  const { url, bytes } = picture
  // Of which image they are: another one's are not known until it has been read.
  const [measured, setMeasured] = useState({ url: '', pixels: '' })
  const [broken, setBroken] = useState('')
  if (broken === url) return <p className="preview-note">{t('preview.noPicture')}</p>
  return (
    <figure className="image">
      <img
        className="image-itself"
        src={url}
        alt={title}
        draggable={false}
        decoding="async"
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setMeasured({ url, pixels: `${naturalWidth} × ${naturalHeight}` })
        }
        onError={() => setBroken(url)}
      />
      <figcaption className="image-facts">
        {[measured.url === url ? measured.pixels : '', bytesText(bytes)].filter((fact) => fact !== '').join(' · ')}
      </figcaption>
    </figure>
  )
}

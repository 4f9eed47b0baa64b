import { createRoot } from 'react-dom/client'
import type { WindowApi } from '../electron/contract.ts'
import { inOwnWords } from './i18n/own-words.ts'
import { App } from './app/app.tsx'
import { quietStart } from './app/quiet-start.ts'
import './ui/tokens.css'
import './ui/base.css'

declare global {
  interface Window {
    /** Put there by the preload script, or by the bridge in a browser. */
    readonly leantern?: WindowApi
  }
}

const root = document.getElementById('root')
if (root === null || window.leantern === undefined) {
  throw new Error('Expected an element "root" and window.leantern: was the preload script loaded?')
}
// Style sheets let the system's material through where the window is made of one.
const material = location.hash.slice(1)
if (material !== '') document.documentElement.dataset['material'] = material
createRoot(root).render(<App api={inOwnWords(window.leantern)} />)
quietStart()

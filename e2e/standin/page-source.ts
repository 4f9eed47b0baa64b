import { openPassage, startMainWorld, startPreloadWorld } from './page-worlds.ts'
import { decodeValue, encodeValue } from './wire.ts'

/** The isolated world's name; main's binding and its messages go by it. */
export const preloadWorldName = 'electron-preload'
/** The binding by which the isolated world sends text to main. */
export const bindingName = '__standinSend'

const wire = `({ encodeValue: ${encodeValue}, decodeValue: ${decodeValue} })`
/** Frames have no preload script: as in Electron, only the window's own document gets one. */
const inTopFrame = (source: string) => `if (window === window.top) { ${source} }`

/** Runs in the page's own world before any script of the page. */
export const mainWorldSource = inTopFrame(
  `(${startMainWorld})((${openPassage})('standin-to-page', 'standin-to-preload', ${wire}))`,
)

/** Runs in the isolated world: the preload script in a function that has what a sandboxed preload script has. */
export function preloadWorldSource(preload: string, process: Readonly<Record<string, unknown>>): string {
  return inTopFrame(`
    const wire = ${wire}
    const passage = (${openPassage})('standin-to-preload', 'standin-to-page', wire)
    const send = globalThis.${bindingName}
    const electron = (${startPreloadWorld})(passage, wire, {
      send: (text) => send(text),
      onText: (listen) => { globalThis.__standinReceive = listen },
      showFiles: (files) => { globalThis.__standinFiles = files },
    })
    const require = (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron
      throw new Error('module not found: ' + name)
    }
    const module = { exports: {} }
    ;(function (require, module, exports, process) {
${preload}
    })(require, module, module.exports, ${JSON.stringify(process)})`)
}

/** Calls the isolated world with text. */
export function receiveExpression(text: string): string {
  return `__standinReceive(${JSON.stringify(text)})`
}

/** The file that the isolated world has shown at this index. */
export function fileExpression(index: number): string {
  return `__standinFiles[${index}]`
}

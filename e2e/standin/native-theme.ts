import { EventEmitter } from 'node:events'

type ThemeSource = 'system' | 'light' | 'dark'

let source: ThemeSource = 'system'

/** Electron's `nativeTheme`. The system itself is light; setting `themeSource` changes what every window prefers. */
export const nativeTheme = Object.defineProperties(new EventEmitter(), {
  shouldUseDarkColors: { get: () => source === 'dark' },
  themeSource: {
    get: () => source,
    set(next: ThemeSource) {
      if (next === source) return
      source = next
      nativeTheme.emit('updated')
    },
  },
}) as EventEmitter & { themeSource: ThemeSource; readonly shouldUseDarkColors: boolean } // defineProperties forgets types

nativeTheme.setMaxListeners(0)

/* The window in a browser, for `serve`. Its host is the app's, which core does not import: it is there in a clone that was built. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A window that is served. */
export interface ServedWindow {
  /** For a browser on this machine; with a token of its own in the fragment. */
  readonly url: string
  /** What its engine says of itself. */
  status(): Promise<unknown>
  close(): Promise<void>
}

/** What is used here of electron/browser.ts and electron/places.ts. */
interface WindowHost {
  startBrowserHost(options: {
    readonly built: string
    readonly places: object
    report(event: string): void
  }): Promise<ServedWindow>
  appPlaces(): object
}

const built = new URL('../../out/', import.meta.url)
const parts = ['renderer/index.html', 'main/engine.js', 'preload/browser-bridge.cjs'].map(
  (path) => new URL(path, built),
)
const modules = ['browser.ts', 'places.ts'].map((name) => new URL(`../../electron/${name}`, import.meta.url))

/** Whether the window was built: `npm run build` does so, and `npm start`. */
export function hasWindow(): boolean {
  return [...parts, ...modules].every((url) => existsSync(url))
}

/** Starts an engine for the library, which keeps it up to date, and serves the window on 127.0.0.1. */
export async function startWindow(library: string, report: (event: string) => void): Promise<ServedWindow> {
  const [browser, places] = await Promise.all(modules.map((url) => import(url.href)))
  const host = { ...places, ...browser } as WindowHost // the app's own modules; `npm run check` holds them to these shapes
  const window = await host.startBrowserHost({
    built: fileURLToPath(built),
    places: { ...host.appPlaces(), library },
    report,
  })
  // The engine starts with the first question.
  await window.status()
  return window
}

import type { ElectronApplication } from '@playwright/test'

/* The tray and menus as a test sees them: only the stand-in lists its own, and only there a test can click in one. */

interface Item {
  readonly label: string
  readonly type: string
  readonly submenu?: { readonly items: readonly Item[] } | null
  click(): void
}

export function isStandin(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(() => process.versions.electron.endsWith('-standin'))
}

/** The labels of the menu and of the menus in it, without the lines between. */
export function trayLabels(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ Tray }) => {
    const { all } = Tray as unknown as { all: { menu: { items: Item[] } }[] } // the stand-in's own list
    const items = all[0].menu.items.flatMap((item) => [item, ...(item.submenu?.items ?? [])])
    return items.filter(({ type }) => type !== 'separator').map(({ label }) => label)
  })
}

/** Clicks an entry of the tray's menu or of a menu in it. */
export function clickInTray(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate(({ Tray }, label) => {
    const { all } = Tray as unknown as { all: { menu: { items: Item[] } }[] } // the stand-in's own list
    const items = all[0].menu.items.flatMap((item) => [item, ...(item.submenu?.items ?? [])])
    items.find((item) => item.label === label)!.click()
  }, label)
}

/** The labels of the menu that was opened last over the window, without the lines between. */
export function popupLabels(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ Menu }) => {
    const { popped } = Menu as unknown as { popped: { items: Item[] } | null } // the stand-in's own
    return (popped?.items ?? []).filter(({ type }) => type !== 'separator').map(({ label }) => label)
  })
}

/** Clicks an entry of that menu, which closes with it. */
export function clickInPopup(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate(({ Menu }, label) => {
    const { popped } = Menu as unknown as { popped: { items: Item[]; close(): void } } // as above
    popped.items.find((item) => item.label === label)!.click()
    popped.close()
  }, label)
}

/** The name of the icon's file. */
export function trayIcon(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ Tray }) => {
    const { all } = Tray as unknown as { all: { image: { path: string } }[] } // the stand-in's own list
    return all[0].image.path.split(/[\\/]/u).at(-1) ?? ''
  })
}

/** Notes which icons the tray gets from now on, by the names of their files. */
export async function trayIcons(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ Tray }) => {
    const [tray] = (Tray as unknown as { all: { setImage(image: { path: string }): void }[] }).all // as above
    const names: string[] = []
    Object.assign(globalThis, { trayIcons: names })
    const set = tray.setImage.bind(tray)
    tray.setImage = (image) => {
      names.push(image.path.split(/[\\/]/u).at(-1) ?? '')
      set(image)
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { trayIcons: string[] }).trayIcons) // set above
}

/** What the system tells of the tray's icon: a click at a place, files dropped on it. */
export function tellTray(app: ElectronApplication, what: TrayEvent): Promise<void> {
  return app.evaluate(({ Tray }, what) => {
    const { all } = Tray as unknown as { all: { bounds: object; emit(name: string, ...rest: unknown[]): void }[] } // as above
    if (what.kind === 'click') all[0].bounds = { x: what.x, y: what.y, width: 22, height: 22 }
    all[0].emit(what.kind, {}, what.kind === 'drop-files' ? what.paths : undefined)
  }, what)
}

export type TrayEvent =
  | { readonly kind: 'click'; readonly x: number; readonly y: number }
  | { readonly kind: 'drop-files'; readonly paths: readonly string[] }

/** The stand-in's machine has a battery that a test sets: from now on it runs on it. */
export async function setOnBattery(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ powerMonitor }) => {
    Object.assign(powerMonitor, { onBatteryPower: true })
    powerMonitor.emit('on-battery')
  })
}

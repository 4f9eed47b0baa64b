/* What the window is made of on each system: the system's own material where there is one, else a panel that the page draws. */
import type { BrowserWindowConstructorOptions } from 'electron'

/** The system's material behind the page. */
export type Material = 'mica' | 'vibrancy'

/** What decides about it. */
export interface SurfaceOf {
  readonly platform: NodeJS.Platform
  /** Of the system's kernel, as `os.release()` says it: '10.0.22631'. */
  readonly release: string
}

/** How the person wants windows to look. */
export interface WantedLooks {
  readonly isDark: boolean
  readonly isTransparencyReduced: boolean
}

/** Mica is offered to programs from Windows 11 22H2 on. */
const micaBuild = 22_621

/** Room around the panel in which the page draws its corners and its shadow, pixels. */
const shadowRoom = 18

/** null: the system has none. */
export function materialOf({ platform, release }: SurfaceOf): Material | null {
  if (platform === 'darwin') return 'vibrancy'
  const build = Number(release.split('.')[2] ?? 0)
  return platform === 'win32' && build >= micaBuild ? 'mica' : null
}

/** Transparent room around the panel; none where the system rounds and shades the window itself. */
export function edgeOf(of: SurfaceOf): number {
  return materialOf(of) === null ? shadowRoom : 0
}

type SurfaceOptions = Pick<
  BrowserWindowConstructorOptions,
  'transparent' | 'hasShadow' | 'backgroundColor' | 'visualEffectState' | 'backgroundMaterial'
> & { readonly vibrancy?: 'under-window' }

/** How the window is made; where a material is not wanted it is left out, and the background is plain. */
export function surfaceOptions(of: SurfaceOf, looks: WantedLooks): SurfaceOptions {
  const edge = edgeOf(of)
  const plain = { transparent: edge > 0, hasShadow: edge === 0, backgroundColor: backgroundOf(of, looks) }
  const material = looks.isTransparencyReduced ? null : materialOf(of)
  if (material === 'mica') return { ...plain, backgroundMaterial: 'mica' }
  // The window is in front whenever it is seen: it looks so also in the moment before it has the focus.
  if (material === 'vibrancy') return { ...plain, vibrancy: 'under-window', visualEffectState: 'active' }
  return plain
}

/** Painted before the page is, and behind it: nothing over a material or around a panel, else as the page's own panel. */
export function backgroundOf(of: SurfaceOf, { isDark, isTransparencyReduced }: WantedLooks): string {
  if (materialOf(of) === null || !isTransparencyReduced) return '#00000000'
  return isDark ? '#211f1c' : '#fefdfb'
}

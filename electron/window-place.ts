import type { Rectangle } from 'electron'

/** The panel's measures in device-independent pixels. */
const panelWidths = { narrow: 760, wide: 1080 } as const
const leastPanelHeight = 60
const mostPanelHeight = 720

export interface PanelSize {
  readonly height: number
  readonly width: 'narrow' | 'wide'
}

/** As wide as asked around its middle, where the person may have moved it, and still on the display. */
export function fitWidth(
  workArea: Rectangle,
  bounds: Rectangle,
  { width, edge }: Width,
): Pick<Rectangle, 'x' | 'width'> {
  const wanted = Math.min(panelWidths[width] + 2 * edge, workArea.width)
  const x = bounds.x + Math.round((bounds.width - wanted) / 2)
  const last = workArea.x + workArea.width - wanted
  return { x: Math.max(workArea.x, Math.min(x, last)), width: wanted }
}

interface Width extends Pick<PanelSize, 'width'> {
  readonly edge: number
}

/**
 * Where the window stands on a display: its panel centred, 22 % from the top of the work area, and never beyond it.
 * `edge` is the transparent room around the panel in which the page draws its shadow.
 */
export function placeWindow(workArea: Rectangle, { height, width: panel }: PanelSize, edge: number): Rectangle {
  const width = Math.min(panelWidths[panel] + 2 * edge, workArea.width)
  const y = workArea.y + Math.round(workArea.height * 0.22) - edge
  const x = workArea.x + Math.round((workArea.width - width) / 2)
  return { x, y, width, height: fitHeight(workArea, { y, height, edge }) }
}

/** The height that a window with its top at `y` may have: what its content asks, within the limits and the display. */
export function fitHeight(workArea: Rectangle, window: { y: number; height: number; edge: number }): number {
  const least = leastPanelHeight + 2 * window.edge
  const most = Math.min(mostPanelHeight + 2 * window.edge, workArea.y + workArea.height - window.y)
  return Math.max(least, Math.min(Math.ceil(window.height), most))
}

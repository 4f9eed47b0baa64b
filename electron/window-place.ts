import type { Rectangle } from 'electron'

/** The panel's measures in device-independent pixels. */
const panelWidth = 760
const leastPanelHeight = 60
const mostPanelHeight = 720

/**
 * Where the window stands on a display: its panel centred, 22 % from the top of the work area, and never beyond it.
 * `edge` is the transparent room around the panel in which the page draws its shadow.
 */
export function placeWindow(workArea: Rectangle, height: number, edge: number): Rectangle {
  const width = Math.min(panelWidth + 2 * edge, workArea.width)
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

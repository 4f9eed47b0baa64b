import type { Rectangle } from 'electron'

/** The panel's measures in device-independent pixels. */
const panelWidths = { narrow: 760, wide: 1080 } as const
/** At the tray's icon there is less room, and less is wanted. */
const popoverWidth = 480
const leastPanelHeight = 60
const mostPanelHeight = 720
const gap = 6

export interface PanelSize {
  readonly height: number
  readonly width: 'narrow' | 'wide'
  /** By how much the person made it wider or higher; default: 0. */
  readonly extraWidth?: number
  readonly extraHeight?: number
}

/** Where a person put the window on one display: its middle and its top, from the corner of the work area; pixels. */
export interface Spot {
  readonly middle: number
  readonly top: number
}

/** As wide as asked around its middle, where the person may have moved it, and still on the display. */
export function fitWidth(
  workArea: Rectangle,
  bounds: Rectangle,
  { width, extraWidth = 0, edge }: Width,
): Pick<Rectangle, 'x' | 'width'> {
  const wanted = Math.min(panelWidths[width] + extraWidth + 2 * edge, workArea.width)
  const x = bounds.x + Math.round((bounds.width - wanted) / 2)
  return { x: between(x, workArea.x, workArea.x + workArea.width - wanted), width: wanted }
}

interface Width extends Pick<PanelSize, 'width' | 'extraWidth'> {
  readonly edge: number
}

/**
 * Where the window stands on a display: its panel centred, 22 % from the top of the work area, or where the person put it there; never
 * beyond the work area. `edge` is the transparent room around the panel in which the page draws its shadow.
 */
export function placeWindow(
  workArea: Rectangle,
  { height, width: panel, extraWidth = 0, extraHeight = 0 }: PanelSize,
  edge: number,
  spot: Spot | null = null,
): Rectangle {
  const width = Math.min(panelWidths[panel] + extraWidth + 2 * edge, workArea.width)
  const { middle, top } = spot ?? usualSpot(workArea)
  const lastTop = workArea.height - leastPanelHeight - edge
  const y = workArea.y + between(top, 0, lastTop) - edge
  const x = workArea.x + between(Math.round(middle - width / 2), 0, workArea.width - width)
  return { x, y, width, height: fitHeight(workArea, { y, height, edge, extraHeight }) }
}

/** Below the tray's icon, or above it where that is at the foot of the display. */
export function placeNear(
  icon: Rectangle,
  workArea: Rectangle,
  { height, width: panel, extraHeight = 0 }: PanelSize,
  edge: number,
): Rectangle {
  const wanted = panel === 'wide' ? panelWidths.wide : popoverWidth
  const width = Math.min(wanted + 2 * edge, workArea.width)
  const middle = icon.x + icon.width / 2
  const x = between(Math.round(middle - width / 2), workArea.x, workArea.x + workArea.width - width)
  const isBelow = icon.y + icon.height / 2 < workArea.y + workArea.height / 2
  const most = Math.min(mostPanelHeight + extraHeight + 2 * edge, workArea.height)
  const fitted = between(Math.ceil(height), leastPanelHeight + 2 * edge, most)
  const y = isBelow ? icon.y + icon.height + gap - edge : icon.y - gap + edge - fitted
  return { x, y: between(y, workArea.y - edge, workArea.y + workArea.height + edge - fitted), width, height: fitted }
}

/** What to remember of where the window is; null where that is the usual place. */
export function spotOf(bounds: Rectangle, workArea: Rectangle, edge: number): Spot | null {
  const spot = { middle: bounds.x + bounds.width / 2 - workArea.x, top: bounds.y + edge - workArea.y }
  const usual = usualSpot(workArea)
  const isUsual = Math.abs(spot.middle - usual.middle) <= gap && Math.abs(spot.top - usual.top) <= gap
  return isUsual ? null : spot
}

function usualSpot(workArea: Rectangle): Spot {
  return { middle: workArea.width / 2, top: Math.round(workArea.height * 0.22) }
}

interface Height extends Pick<PanelSize, 'height' | 'extraHeight'> {
  readonly y: number
  readonly edge: number
}

/** The height that a window with its top at `y` may have: what its content asks, within the limits and the display. */
export function fitHeight(workArea: Rectangle, { y, height, edge, extraHeight = 0 }: Height): number {
  const least = leastPanelHeight + 2 * edge
  const most = Math.min(mostPanelHeight + extraHeight + 2 * edge, workArea.y + workArea.height - y)
  return Math.max(least, Math.min(Math.ceil(height), most))
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}

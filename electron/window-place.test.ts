import { expect, test } from 'vitest'
import { fitHeight, fitWidth, placeNear, placeWindow, spotOf } from './window-place.ts'

const workArea = { x: 1920, y: 30, width: 1440, height: 870 }
const narrow = (height: number) => ({ height, width: 'narrow' }) as const

test('the panel is centred and begins at 22 % of the work area', () => {
  const { x, y, width } = placeWindow(workArea, narrow(300), 18)
  expect(width).toBe(760 + 36)
  expect(x + width / 2).toBe(1920 + 720)
  expect(y + 18).toBe(30 + Math.round(870 * 0.22))
})

test('the height follows the content from 60 to 720 pixels of panel', () => {
  expect(placeWindow(workArea, narrow(0), 0).height).toBe(60)
  expect(placeWindow(workArea, narrow(313.2), 0).height).toBe(314)
  expect(placeWindow({ ...workArea, height: 2_000 }, narrow(5_000), 18).height).toBe(720 + 36)
})

test('the window does not reach beyond the display', () => {
  expect(placeWindow(workArea, narrow(5_000), 0).height).toBe(870 - Math.round(870 * 0.22))
  expect(fitHeight(workArea, { y: 700, height: 500, edge: 0 })).toBe(200)
  expect(placeWindow({ ...workArea, width: 640 }, narrow(100), 18).width).toBe(640)
})

test('a wider panel grows around its middle and stays on the display', () => {
  const bounds = { x: 2000, y: 100, width: 760, height: 400 }
  expect(fitWidth(workArea, bounds, { width: 'narrow', edge: 0 })).toEqual({ x: 2000, width: 760 })
  expect(fitWidth(workArea, bounds, { width: 'wide', edge: 0 })).toEqual({ x: 1920, width: 1080 })
  expect(fitWidth(workArea, { ...bounds, x: 2500 }, { width: 'wide', edge: 0 }).x).toBe(1920 + 1440 - 1080)
  expect(fitWidth({ ...workArea, width: 900 }, bounds, { width: 'wide', edge: 18 }).width).toBe(900)
})

test('what the person added is added, as far as the display reaches', () => {
  const bounds = { x: 2000, y: 100, width: 760, height: 400 }
  expect(fitWidth(workArea, bounds, { width: 'narrow', extraWidth: 100, edge: 0 })).toEqual({ x: 1950, width: 860 })
  expect(placeWindow(workArea, { ...narrow(300), extraWidth: 5_000 }, 18).width).toBe(1440)
  const high = { ...workArea, height: 2_000 }
  expect(placeWindow(high, { ...narrow(5_000), extraHeight: 80 }, 0).height).toBe(800)
})

test('a remembered place counts on its display, and is moved back onto it where it has shrunk', () => {
  const spot = spotOf({ x: 2100, y: 82, width: 796, height: 400 }, workArea, 18)
  expect(spot).toEqual({ middle: 578, top: 70 })
  expect(placeWindow(workArea, narrow(300), 18, spot)).toMatchObject({ x: 2100, y: 82, width: 796 })
  const small = { x: 0, y: 0, width: 800, height: 600 }
  const moved = placeWindow(small, narrow(300), 18, { middle: 5_000, top: 5_000 })
  expect(moved.x + moved.width).toBeLessThanOrEqual(800)
  expect(moved.y + moved.height - 18).toBeLessThanOrEqual(600)
})

test('the usual place is nothing to remember', () => {
  expect(spotOf(placeWindow(workArea, narrow(300), 18), workArea, 18)).toBeNull()
})

test('a popover hangs below an icon at the top and stands on one at the foot', () => {
  const above = placeNear({ x: 3300, y: 4, width: 22, height: 22 }, workArea, narrow(300), 18)
  expect(above.y + 18).toBe(4 + 22 + 6)
  expect([above.width, above.x + above.width]).toEqual([480 + 36, 1920 + 1440])
  const foot = placeNear({ x: 2400, y: 880, width: 22, height: 22 }, { ...workArea, y: 0 }, narrow(300), 18)
  expect(foot.y + foot.height - 18).toBeLessThanOrEqual(870)
})

import { expect, test } from 'vitest'
import { backgroundOf, edgeOf, materialOf, surfaceOptions, type SurfaceOf } from './window-surface.ts'

const mac: SurfaceOf = { platform: 'darwin', release: '24.5.0' }
const windows11: SurfaceOf = { platform: 'win32', release: '10.0.22631' }
const firstWindows11: SurfaceOf = { platform: 'win32', release: '10.0.22000' }
const windows10: SurfaceOf = { platform: 'win32', release: '10.0.19045' }
const linux: SurfaceOf = { platform: 'linux', release: '6.12.0-1-amd64' }
const usual = { isDark: false, isTransparencyReduced: false }
const reduced = { isDark: false, isTransparencyReduced: true }

test('Mica is there from Windows 11 22H2 on, vibrancy on macOS, nothing elsewhere', () => {
  expect([mac, windows11, firstWindows11, windows10, linux].map(materialOf)).toEqual([
    'vibrancy',
    'mica',
    null,
    null,
    null,
  ])
})

test('where the system has a material it rounds and shades the window itself, elsewhere the page does in a transparent edge', () => {
  expect([mac, windows11, firstWindows11, windows10, linux].map(edgeOf)).toEqual([0, 0, 18, 18, 18])
  expect(surfaceOptions(linux, usual)).toEqual({ transparent: true, hasShadow: false, backgroundColor: '#00000000' })
  expect(surfaceOptions(windows10, usual)).toEqual(surfaceOptions(linux, usual))
})

test('the material is asked for, over nothing of our own', () => {
  const opaque = { transparent: false, hasShadow: true, backgroundColor: '#00000000' }
  expect(surfaceOptions(windows11, usual)).toEqual({ ...opaque, backgroundMaterial: 'mica' })
  expect(surfaceOptions(mac, usual)).toEqual({ ...opaque, vibrancy: 'under-window', visualEffectState: 'active' })
})

test('with reduced transparency the background is plain, in the colours of the panel', () => {
  for (const system of [mac, windows11])
    expect(surfaceOptions(system, reduced)).toEqual({ transparent: false, hasShadow: true, backgroundColor: '#fefdfb' })
  expect(backgroundOf(mac, { ...reduced, isDark: true })).toBe('#211f1c')
  // The edge around the panel is no glass: it stays.
  expect(surfaceOptions(linux, reduced)).toEqual(surfaceOptions(linux, usual))
})

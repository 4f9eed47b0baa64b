import { powerMonitor } from 'electron'

/** No mains. */
export function isOnBattery(): boolean {
  return powerMonitor.onBatteryPower
}

/** A machine that says so is too hot for work that can wait. Only macOS tells; elsewhere it never is. */
export function isHot(): boolean {
  if (process.platform !== 'darwin') return false
  const state = powerMonitor.getCurrentThermalState()
  return state === 'serious' || state === 'critical'
}

/** Calls `act` when what decides on the pace of work may have changed. */
export function onPower(act: () => void): void {
  powerMonitor.on('on-battery', act)
  powerMonitor.on('on-ac', act)
  powerMonitor.on('resume', act)
  powerMonitor.on('thermal-state-change', act)
}

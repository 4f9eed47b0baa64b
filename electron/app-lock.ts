import { powerMonitor, systemPreferences } from 'electron'
import type { LockState } from './contract.ts'
import { Lock } from './lock.ts'

const lookEveryMs = 15_000

/** The window's lock, shut when nobody is there and when the system locks its screen or sleeps. */
export function createAppLock(file: string, onChange: (state: LockState) => void): Lock {
  const isMac = process.platform === 'darwin'
  const lock = new Lock({
    file,
    canAskSystem: () => isMac && systemPreferences.canPromptTouchID(),
    askSystem: () => systemPreferences.promptTouchID('open Leantern'),
    onChange,
  })
  powerMonitor.on('lock-screen', () => lock.lock())
  powerMonitor.on('suspend', () => lock.lock())
  setInterval(() => lock.idle(powerMonitor.getSystemIdleTime()), lookEveryMs).unref()
  return lock
}

import { sayer } from '../../core/sayings/sayer.ts'
import { app } from './sayings/english-app.ts'

/** A sentence of the app's own, by its code. */
export const sayOfApp = sayer(app)

import type { ComputedRef, InjectionKey } from 'vue'
import type { Gantt } from './dayplan'

/** The board that a visit was opened from. */
export const ganttKey: InjectionKey<ComputedRef<Gantt | undefined>> = Symbol('board of the day')

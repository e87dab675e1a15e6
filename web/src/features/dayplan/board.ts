import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Gantt } from './dayplan'

/** The board of a day: its chart, list and map, and the visit beside them, are one thing looked at from four sides. */
export interface Board {
  gantt: ComputedRef<Gantt | undefined>
  /** The visit that is open beside the board; '' for none. */
  open: ComputedRef<string>
  /** The visit that is being dragged; '' for none. */
  dragged: Ref<string>
  drag(visit: string, event: DragEvent): void
  moveTo(visit: string, extra?: Record<string, string>): RouteLocationRaw
}
export const boardKey: InjectionKey<Board> = Symbol('board of the day')

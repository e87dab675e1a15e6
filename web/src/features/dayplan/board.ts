import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Gantt } from './dayplan'

export interface Dragged {
  visit: string
  from: string
}
/** The board of a day: its chart, list and map, and the visit beside them, are one thing looked at from four sides. */
export interface Board {
  gantt: ComputedRef<Gantt | undefined>
  /** The visit that is open beside the board; '' for none. */
  open: ComputedRef<string>
  /** What is being dragged, and from whose line ('' from a list). */
  dragged: Ref<Dragged | undefined>
  drag(visit: string, event: DragEvent, from?: string): void
  moveTo(visit: string, extra?: Record<string, string>): RouteLocationRaw
}
export const boardKey: InjectionKey<Board> = Symbol('board of the day')

import { reactive } from 'vue'
import type { LocationQuery } from 'vue-router'

/** A named way of looking at a list. The query string is the view, so a link shares it. */
export interface SavedView {
  title: string
  query: Record<string, string>
}

const prefix = 'yilin-views:'
const perList = new Map<string, SavedView[]>()
const views_max = 20

/** The views that this browser keeps for one list. */
export function savedViews(list: string): SavedView[] {
  let views = perList.get(list)
  if (!views) {
    let stored: SavedView[] = []
    try {
      stored = JSON.parse(localStorage.getItem(prefix + list) ?? '[]') as SavedView[]
    } catch {
      // Unreadable views are forgotten.
    }
    views = reactive(stored)
    perList.set(list, views)
  }
  return views
}

export function saveView(list: string, view: SavedView): void {
  const views = savedViews(list)
  const at = views.findIndex((v) => v.title === view.title)
  if (at >= 0) views.splice(at, 1)
  views.push(view)
  if (views.length > views_max) views.shift()
  localStorage.setItem(prefix + list, JSON.stringify(views))
}

export function dropView(list: string, title: string): void {
  const views = savedViews(list)
  const at = views.findIndex((v) => v.title === title)
  if (at >= 0) views.splice(at, 1)
  localStorage.setItem(prefix + list, JSON.stringify(views))
}

/** The plain strings of a query, empty ones left out. */
export function plainQuery(query: LocationQuery): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter((e): e is [string, string] => typeof e[1] === 'string' && e[1] !== ''))
}

export function sameQuery(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => a[key] === b[key])
}

import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { can } from './session'

/** The desk's rail is by job, not by table; this is its order. */
export const jobs = ['today', 'elders', 'orders', 'siting', 'benefits', 'supervision', 'funds', 'data', 'settings'] as const
export type Job = (typeof jobs)[number]
export const jobWords: Record<Job, string> = {
  today: '今日',
  elders: '老人',
  orders: '订单调度',
  siting: '设施规划',
  benefits: '待遇政策',
  supervision: '监督',
  funds: '资金',
  data: '数据',
  settings: '设置',
}

type Permission = string | readonly string[]

/** One page in the rail. Without its permission it is absent, never grey. */
export interface MenuEntry {
  job: Job
  title: string
  to: string
  permission?: Permission
  /** Small numbers stand first. */
  order?: number
}

/** One line of the command palette (Ctrl/⌘ K): an action, or a page that is not in the rail. */
export interface PaletteEntry {
  title: string
  /** Pinyin, initials and other words by which it is found. */
  keywords?: string
  hint?: string
  permission?: Permission
  to?: string
  run?: () => void
}

/** One answer to a search of people and things. */
export interface SearchHit {
  key: string
  title: string
  detail?: string
  to: string
}

export interface SearchSource {
  title: string
  permission?: Permission
  find: (text: string, signal: AbortSignal) => Promise<SearchHit[]>
}

/** One line of 今日: what waits, since when, and the place of its cure. */
export interface WorkItem {
  key: string
  title: string
  detail?: string
  to: string
  due?: string | null
  tone?: 'good' | 'warn' | 'bad' | 'info' | 'idle'
  /** The state in a word: 已超时, 待派单 … */
  word?: string
}

export interface WorkSource {
  key: string
  title: string
  permission?: Permission
  order?: number
  /** Subjects of live changes after which this list is read again. */
  subjects: string[]
  /** `total` counts everything that waits; `items` are the most urgent ones. */
  load: (region: string) => Promise<{ items: WorkItem[]; total: number }>
  /** The list behind the count. */
  to?: string
}

export interface NoticeSource {
  subjects: string[]
  permission?: Permission
  load: () => Promise<{ key: string; text: string; at: string; to?: string; tone?: WorkItem['tone'] }[]>
}

/** What `features/<name>/desk.ts` exports as default. `meta.title` names a route, `meta.permission` guards it. */
export interface DeskFeature {
  routes: RouteRecordRaw[]
  menu?: MenuEntry[]
  palette?: PaletteEntry[]
  search?: SearchSource[]
  work?: WorkSource[]
  notices?: NoticeSource[]
}

/** What `features/<name>/care.ts`, `elder.ts` and `public.ts` export as default. */
export interface FaceFeature {
  routes: RouteRecordRaw[]
  /** Cards or links of the start page and the navigation. */
  menu?: FaceEntry[]
  /** Elder face: what SOS does besides offering the numbers; resolves to a sentence for the person. */
  sos?: () => Promise<string>
  /** Shown on the start page itself, in this order: the next visit, today's order … */
  home?: { order: number; component: Component }[]
}

export interface FaceEntry {
  title: string
  detail?: string
  to: string
  icon?: Component
  order?: number
}

type Module<T> = Record<string, { default: T }>

/** The features of one face, in the order of their folder names. */
export function gather<T>(modules: Module<T>): T[] {
  return Object.keys(modules)
    .sort()
    .map((path) => modules[path].default)
}

export const defineDesk = (feature: DeskFeature): DeskFeature => feature
export const defineFace = (feature: FaceFeature): FaceFeature => feature

/** What this session may use, in order. */
export function allowed<T extends { permission?: Permission; order?: number }>(entries: readonly T[]): T[] {
  return entries.filter((entry) => can(entry.permission)).sort((a, b) => (a.order ?? 50) - (b.order ?? 50))
}

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    permission?: string | readonly string[]
    /** No login needed. */
    open?: boolean
    /** Without the shell around it: the login page, a page for printing. */
    bare?: boolean
  }
}

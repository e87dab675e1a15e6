import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Tone } from '@/core/toasts'

export type { Tone } from '@/core/toasts'

/** A state: always a word, with an icon of its tone. */
export interface Tag {
  tone: Tone
  word: string
}

export interface Choice {
  value: string
  label: string
}

/** ✓ met · ✗ not met · ? not known · plain value; holds and fails: true or not, where not being true may be what is asked */
export type Verdict = 'yes' | 'no' | 'unknown' | 'info' | 'holds' | 'fails'

/** One condition or part of an explanation; `children` are what it rests on. */
export interface Explained {
  text: string
  verdict: Verdict
  value?: string
  /** Where the value comes from, with its date: "能力评估 2026-03-02". */
  source?: string
  /** The article, standard or bound it is held against. */
  basis?: string
  /** What is to be known about the basis: since when, how sure. */
  note?: string
  /** What would change this verdict. */
  would_change?: string
  children?: Explained[]
}

export interface TimelineEntry {
  id: string
  at: string
  title: string
  detail?: string
  actor?: string
  /** For whom the actor acted. */
  on_behalf_of?: string
  tone?: Tone
  icon?: Component
  to?: RouteLocationRaw
}

export interface RankRow {
  key: string
  name: string
  /** null is "no data": hatched, never zero. */
  value: number | null
  /** Already worded: "+3.2 较上月". */
  change?: string
  better?: boolean
  trend?: number[]
  tag?: Tag
  to?: RouteLocationRaw
}

export interface Person {
  id: string
  name: string
  sex?: string | null
  age?: number | null
  /** 能力等级 and other words that matter first. */
  level?: Tag | null
  region?: string | null
  phone?: string | null
  id_card?: string | null
  guardian?: { name: string; relation?: string; phone?: string | null } | null
  alerts?: Tag[]
  labels?: string[]
  open_orders?: number | null
}

export interface PersonTab {
  title: string
  to: RouteLocationRaw
  count?: number | null
}

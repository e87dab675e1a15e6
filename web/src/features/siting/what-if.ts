import type { Answer } from '@/api/client'

export type WhatIf = Answer<'/api/planning/what-if'>

/** The changes at most that one question may make. */
export const changes_max = 20

export interface Spot {
  lng: number
  lat: number
}
/** Something on the map: a centre that exists, a site of the plan, or one that was put there now. */
export interface Place extends Spot {
  key: string
  kind: 'facility' | 'site' | 'added'
  /** Of the facility, or the number of the site. */
  id: string
  name: string
  /** Where it really is, or is planned. */
  home: Spot
  dropped: boolean
}

const degrees = (at: Spot): string => `${at.lng.toFixed(6)},${at.lat.toFixed(6)}`
export const isMoved = (p: Place): boolean => p.kind !== 'added' && degrees(p) !== degrees(p.home)
export const isChanged = (p: Place): boolean => p.kind === 'added' || p.dropped || isMoved(p)

/** The question that the map asks, as the route reads it; none without a change. */
export function questionOf(places: readonly Place[]): Record<string, string> | null {
  const changed = places.filter(isChanged)
  if (!changed.length) return null
  const moved = changed.filter((p) => !p.dropped && p.kind !== 'added')
  const parts = {
    add: changed.filter((p) => p.kind === 'added').map(degrees).join(';'),
    drop: changed.filter((p) => p.kind === 'facility' && p.dropped).map((p) => p.id).join(','),
    drop_site: changed.filter((p) => p.kind === 'site' && p.dropped).map((p) => p.id).join(','),
    move: moved.map((p) => `${p.kind === 'site' ? 's' : ''}${p.id}:${degrees(p)}`).join(';'),
  }
  return Object.fromEntries(Object.entries(parts).filter(([, text]) => text))
}

const metres_per_degree = 111_320
/** So many metres east and north of a place. */
export function shifted(at: Spot, east_m: number, north_m: number): Spot {
  return { lng: at.lng + east_m / (metres_per_degree * Math.cos((at.lat * Math.PI) / 180)), lat: at.lat + north_m / metres_per_degree }
}

/** What was done to a place, in words. */
export function changeWords(p: Place): string {
  if (p.kind === 'added') return '新加'
  if (p.dropped) return '去掉'
  const north = (p.lat - p.home.lat) * metres_per_degree
  const east = (p.lng - p.home.lng) * metres_per_degree * Math.cos((p.lat * Math.PI) / 180)
  return `移动 ${Math.round(Math.hypot(north, east))} 米`
}

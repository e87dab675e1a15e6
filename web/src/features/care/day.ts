import { computed, onBeforeUnmount, reactive, watch } from 'vue'
import { api, ok, type Answer } from '@/api/client'
import { onChange } from '@/api/live'
import { label } from '@/core/labels'
import { session } from '@/core/session'
import { enqueue, outboxState, useKept } from '@/offline/care'
import type { OutboxItem } from '@/offline/outbox'
import { compressPhoto } from '@/offline/photo'
import type { Position } from '@/offline/place'
import type { Tag } from '@/ui/types'

export type CareVisit = Answer<'/api/care/today'>['visits'][number]
export type VisitState = CareVisit['state']
export type Verb = 'accept' | 'reject' | 'depart' | 'check-in' | 'check-out' | 'no-show'

interface Proof {
  kind: CareVisit['proofs'][number]
  value?: string
  lon_e6?: number
  lat_e6?: number
  accuracy_m?: number
}

/** The proofs and the reason that go with a step. */
export interface StepDetail {
  proofs?: Proof[]
  reason?: string
  reason_text?: string
}

const verbs: Record<Verb, { word: string; after: VisitState }> = {
  accept: { word: '接单', after: 'accepted' },
  reject: { word: '不接单', after: 'rejected' },
  depart: { word: '出发', after: 'en_route' },
  'check-in': { word: '签到', after: 'checked_in' },
  'check-out': { word: '签退', after: 'checked_out' },
  'no-show': { word: '没有服务成', after: 'no_show' },
}

const over: VisitState[] = ['checked_out', 'rejected', 'expired', 'cancelled', 'no_show']
const tones: Partial<Record<VisitState, Tag['tone']>> = { offered: 'warn', accepted: 'info', en_route: 'info', checked_in: 'info', checked_out: 'good', no_show: 'bad' }

export const isOver = (state: VisitState): boolean => over.includes(state)
export const stateTag = (state: VisitState): Tag => ({ tone: tones[state] ?? 'idle', word: label('CareVisit.state', state) })

/** Where each visit stands after this phone's own acts, until the server has said so itself. */
const acted = reactive(new Map<string, VisitState>())

const verbOf = (item: OutboxItem) => item.path.slice(item.path.lastIndexOf('/') + 1) as Verb
const lane = (visitId: string) => outboxState.items.filter((item) => item.lane === visitId)
/** What waits of a visit's own steps; photos of it wait, too, but move nothing. */
const steps = (visitId: string) => lane(visitId).filter((item) => item.state === 'waiting' && !item.photo)

/** What happened to a visit as the carer knows it: her own acts count at once, with or without a network. */
export function stateNow(visit: CareVisit): VisitState {
  const waiting = steps(visit.visit_id)
  const last = waiting[waiting.length - 1]
  return last ? verbs[verbOf(last)].after : (acted.get(visit.visit_id) ?? visit.state)
}

export const waits = (visit: CareVisit): boolean => lane(visit.visit_id).some((item) => item.state === 'waiting')
export const isRefused = (visit: CareVisit): boolean => lane(visit.visit_id).some((item) => item.state === 'refused')

/** Keeps a step on this phone and starts sending it. */
export async function take(visit: CareVisit, verb: Verb, detail: StepDetail = {}): Promise<void> {
  await enqueue({
    lane: visit.visit_id,
    label: `${verbs[verb].word} · ${visit.elder_name} · ${visit.item_name}`,
    method: 'POST',
    path: `/api/assignments/${visit.assignment_id}/${verb}`,
    body: { device_at: new Date().toISOString(), ...detail },
  })
  acted.set(visit.visit_id, verbs[verb].after)
}

/** Photos of a visit taken since the app was opened: all of them, and those that still wait here. */
const taken = reactive(new Map<string, number>())
export const photosOf = (visit: CareVisit) => {
  const waiting = lane(visit.visit_id).filter((item) => item.photo).length
  return { waiting, all: Math.max(taken.get(visit.visit_id) ?? 0, waiting) }
}
export const photos_max = 6

/** Keeps a photo on this phone and starts sending it, before any later step of the same visit. */
export async function keepPhoto(visit: CareVisit, file: Blob): Promise<void> {
  const photo = await compressPhoto(file)
  const before = photosOf(visit).all
  await enqueue({
    lane: visit.visit_id,
    label: `照片 · ${visit.elder_name} · ${visit.item_name}`,
    method: 'POST',
    path: `/api/uploads/assignments/${visit.assignment_id}/photo?device_at=${encodeURIComponent(photo.taken_at)}`,
    body: {},
    photo,
  })
  taken.set(visit.visit_id, before + 1)
}

const micro = (degrees: number) => Math.round(degrees * 1_000_000)

export function positionProof(place: Position): Proof[] {
  return place.known ? [{ kind: 'position', lon_e6: micro(place.lng), lat_e6: micro(place.lat), accuracy_m: Math.min(place.accuracy_m, 100_000) }] : []
}

/** Today's visits, kept for where there is no network; read again after every upload and every change. */
export function useDay() {
  const kept = useKept(`care:today:${session.value?.user_id ?? ''}`, async () => {
    const asked = new Set(outboxState.items.map((item) => item.lane))
    const day = await ok(api.GET('/api/care/today'))
    for (const visitId of acted.keys()) if (!asked.has(visitId) && !lane(visitId).length) acted.delete(visitId)
    return day
  })
  const stop = onChange((change) => {
    if (change.subject === 'visit' || change.subject === 'assignment') void kept.refresh()
  })
  onBeforeUnmount(stop)
  // An act that was sent, or refused, is off the waiting list: what the server says counts again.
  watch(
    () => outboxState.items.filter((item) => item.state === 'waiting').length,
    (now, before) => {
      if (now >= before) return
      for (const item of outboxState.items) if (item.state === 'refused') acted.delete(item.lane)
      void kept.refresh()
    },
  )
  const visits = computed(() => [...(kept.data.value?.visits ?? [])].sort((a, b) => Date.parse(a.planned_start) - Date.parse(b.planned_start)))
  return { ...kept, visits }
}

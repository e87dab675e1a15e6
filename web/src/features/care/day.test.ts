import { beforeEach, expect, it } from 'vitest'
import { outboxState } from '@/offline/care'
import type { OutboxItem } from '@/offline/outbox'
import { isRefused, photosOf, stateNow, waits, type CareVisit } from './day'

const visit = { visit_id: '1', assignment_id: '9', state: 'en_route', proofs: [] } as unknown as CareVisit
const item = (path: string, more: Partial<OutboxItem> = {}) => ({ id: path, lane: '1', path, state: 'waiting', seq: 1, ...more }) as OutboxItem

beforeEach(() => {
  outboxState.items = []
})

it('counts what waits on this phone as done', () => {
  expect(stateNow(visit)).toBe('en_route')
  outboxState.items = [item('/api/assignments/9/check-in')]
  expect(stateNow(visit)).toBe('checked_in')
  expect(waits(visit)).toBe(true)
})

it('lets a photo wait without moving the visit', () => {
  outboxState.items = [item('/api/assignments/9/check-in'), item('/api/uploads/assignments/9/photo?device_at=x', { photo: 'p1' })]
  expect(stateNow(visit)).toBe('checked_in')
  expect(photosOf(visit)).toEqual({ waiting: 1, all: 1 })
  outboxState.items = [item('/api/uploads/assignments/9/photo', { photo: 'p1' })]
  expect(stateNow(visit)).toBe('en_route')
})

it('stands still at a refusal', () => {
  outboxState.items = [item('/api/assignments/9/check-in', { state: 'refused' })]
  expect(isRefused(visit)).toBe(true)
  expect(stateNow(visit)).toBe('en_route')
})

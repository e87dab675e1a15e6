import { expect, it } from 'vitest'
import { chainTag, linesOf, pageOf, subjectWord, type Chain } from './audit'

it('reads a payload as lines, leaving out what is empty', () => {
  expect(linesOf('{"name":"王秀英","address":"","before":{"living":"alone"},"roles":["official","finance"],"changes":[{"field":"phone"}]}')).toEqual([
    { name: 'name', value: '王秀英' },
    { name: 'before.living', value: 'alone' },
    { name: 'roles', value: 'official、finance' },
    { name: 'changes.0.field', value: 'phone' },
  ])
  expect(linesOf('')).toEqual([])
  expect(linesOf('not json')).toEqual([{ name: '内容', value: 'not json' }])
})

it('leads to the page of what an act is about, when there is one', () => {
  expect(pageOf({ subject_kind: 'elder', subject: '12' })).toBe('/elders/12')
  expect(pageOf({ subject_kind: 'quota', subject: '12' })).toBeNull()
  expect(pageOf({ subject_kind: 'elder', subject: '0' })).toBeNull()
  expect(subjectWord('worker')).toBe('服务人员')
  expect(subjectWord('something_new')).toBe('something_new')
})

it('calls a chain sound only when it was verified', () => {
  const chain = { last_seq: 9, last_checkpoint: 8, running: false, done: 0, total: 0, verified_at: '', sound: false, acts: 0, erased_payloads: 0, problems: [] } as Chain
  expect(chainTag(chain).word).toBe('还没有核对')
  expect(chainTag({ ...chain, running: true }).word).toBe('正在核对')
  expect(chainTag({ ...chain, verified_at: '2026-11-22T10:00:00.000+08:00', sound: true })).toEqual({ tone: 'good', word: '链条完整' })
  expect(chainTag({ ...chain, verified_at: '2026-11-22T10:00:00.000+08:00' }).tone).toBe('bad')
})

import { describe, expect, it } from 'vitest'
import { chars_max, draft_chars_max, emptyNotes, readNotes, suggestedCode } from './notes'

const day = '2026-11-23'

describe('the notes of a call', () => {
  it('come back as they were kept', () => {
    const notes = { ...emptyNotes(day), placed: '77', card: 'wrap' as const }
    notes.order.note = '请带防滑垫'
    expect(readNotes(JSON.stringify(notes), '2026-12-01')).toEqual(notes)
  })
  it('survive a draft that is empty, damaged or of another make', () => {
    expect(readNotes('{}', day)).toEqual(emptyNotes(day))
    expect(readNotes('{half', day)).toEqual(emptyNotes(day))
    expect(readNotes('{"card":"dance","order":{"units":"two","note":"x"},"more":1}', day)).toEqual({
      ...emptyNotes(day),
      order: { ...emptyNotes(day).order, note: 'x' },
    })
  })
  it('fit into the draft when every field is full', () => {
    const notes = emptyNotes(day)
    notes.order.note = '字'.repeat(chars_max.order_note)
    notes.order.on_behalf = '字'.repeat(50)
    notes.complaint.text = '字'.repeat(chars_max.complaint)
    notes.wrap.note = '字'.repeat(chars_max.note)
    notes.wrap.what = '字'.repeat(chars_max.what)
    notes.order.item_id = notes.complaint.order_id = notes.placed = notes.complained = '9'.repeat(19)
    expect(JSON.stringify(notes).length).toBeLessThanOrEqual(draft_chars_max)
  })
  it('suggest the code of what was done, and never overrule a choice', () => {
    const notes = emptyNotes(day)
    expect(suggestedCode(notes, false)).toBe('')
    notes.complained = '5'
    expect(suggestedCode(notes, false)).toBe('complaint')
    notes.placed = '7'
    expect(suggestedCode(notes, false)).toBe('ordered')
    expect(suggestedCode(notes, true)).toBe('emergency')
    notes.wrap.code = 'consult'
    expect(suggestedCode(notes, true)).toBe('consult')
  })
})

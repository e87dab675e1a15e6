import { describe, expect, it } from 'vitest'
import { changeWords, isChanged, questionOf, shifted, type Place } from './what-if'

const at = { lng: 115.02, lat: 35.76 }
const place = (given: Partial<Place>): Place => ({ key: 'k', kind: 'facility', id: '7', name: '站前社区', ...at, home: at, dropped: false, ...given })

describe('the question of the map', () => {
  it('is none while nothing is changed', () => expect(questionOf([place({}), place({ kind: 'site', id: '3' })])).toBeNull())
  it('names what was moved, dropped and added as the route reads it', () => {
    const moved = { lng: 115.03, lat: 35.77 }
    expect(questionOf([place({ ...moved }), place({ kind: 'site', id: '3', ...moved }), place({ id: '8', dropped: true }), place({ kind: 'site', id: '4', dropped: true }), place({ kind: 'added', id: '' })])).toEqual({
      move: '7:115.030000,35.770000;s3:115.030000,35.770000', drop: '8', drop_site: '4', add: '115.020000,35.760000',
    })
  })
  it('a centre that was moved and then dropped is only dropped', () => expect(questionOf([place({ lng: 115.03, dropped: true })])).toEqual({ drop: '7' }))
})

it('a step is as long east as north', () => {
  const east = shifted(at, 100, 0)
  const north = shifted(at, 0, 100)
  expect(changeWords(place({ ...east }))).toBe('移动 100 米')
  expect(changeWords(place({ ...north }))).toBe('移动 100 米')
  expect(isChanged(place({ ...shifted(shifted(at, 100, 0), -100, 0) }))).toBe(false)
})

import { describe, expect, it } from 'vitest'
import { blankPlan, inputsOf, planValues } from './plan-form'

const blank = { ...blankPlan('410902000000'), name: '三年规划' }

describe('what is sent', () => {
  it('a plan of years carries its years and no number of its own', () => {
    const sent = inputsOf({ ...blank, model: 'years', years: [{ count: 2, budget_fen: null }, { count: 3, budget_fen: 500 }] })
    expect(sent).toMatchObject({ model: 'years', p: 0, budget_fen: 0, years: [2, 3], by_cost: false })
  })
  it('by money each year is its budget', () => {
    const sent = inputsOf({ ...blank, model: 'years', by: 'budget', site_cost_fen: 100, years: [{ count: 2, budget_fen: 700 }, { count: 3, budget_fen: 500 }] })
    expect(sent).toMatchObject({ years: [700, 500], by_cost: true, site_cost_fen: 100 })
  })
  it('what belongs to another model stays behind', () => {
    expect(inputsOf({ ...blank, model: 'median', by: 'budget', budget_fen: 900 })).toMatchObject({ p: 10, budget_fen: 0, years: [], by_cost: false })
    expect(inputsOf({ ...blank, by: 'budget', budget_fen: 900 })).toMatchObject({ p: 0, budget_fen: 900 })
    expect(inputsOf({ ...blank, model: 'cover_all' })).toMatchObject({ p: 0, budget_fen: 0 })
  })
  it('capacities and costs are sent where the model asks for them', () => {
    expect(inputsOf({ ...blank, model: 'cover_capacity', by: 'budget', budget_fen: 900, site_capacity: 300 })).toMatchObject({ budget_fen: 900, site_capacity: 300 })
    expect(inputsOf({ ...blank, model: 'assign', site_capacity: 300 })).toMatchObject({ p: 0, site_capacity: 300, way_fen_per_km: 100 })
    expect(inputsOf({ ...blank, site_capacity: 300 })).toMatchObject({ site_capacity: 0 })
  })
  it('a kind of reach goes with coverage only', () => {
    expect(inputsOf({ ...blank, reach: 'walking' })).toMatchObject({ reach: 'walking' })
    expect('reach' in inputsOf({ ...blank, reach: 'walking', model: 'median' })).toBe(false)
  })
  it('the reach is only sent when it is not the city’s own', () => {
    expect('urban_minutes' in inputsOf(blank)).toBe(false)
    expect(inputsOf({ ...blank, urban_minutes: 20 })).toMatchObject({ urban_minutes: 20 })
  })
})

it('a saved plan comes back as it was typed', () => {
  const typed = { ...blank, model: 'years' as const, by: 'budget' as const, site_cost_fen: 100, years: [{ count: 3, budget_fen: 700 }], sites: '甲，115.02，35.76，12.5，必选\n乙，115.03，35.76，0，候选，300\n丙，115.04，35.76，1' }
  const sent = inputsOf(typed)
  expect(inputsOf(planValues({ ...sent, reach: null, urban_minutes: null, urban_pace_mm_s: null, urban_detour_permille: null, rural_path_m: null, rural_detour_permille: null } as never))).toEqual(sent)
})

import { describe, expect, it } from 'vitest'
import { allocationOf, blankAllocation, rowsOf } from './allocation'

const blank = { ...blankAllocation('410900000000'), name: ' 床位任务 ' }

describe('what is sent', () => {
  it('a task has its total, its weight and its years', () => {
    const sent = allocationOf({ ...blank, total: 100, years: [{ count: 40, budget_fen: 5 }, { count: 60, budget_fen: null }], limits: [{ region: '410902000000', year: 1, total: 30, floor_fen: 9, cap_fen: 9 }] })
    expect(sent).toEqual({ name: '床位任务', region: '410900000000', kind: 'split', unit: '张', total: 100, weight: 'elders', years: [40, 60], counties: [{ region: '410902000000', total: 30 }] })
  })
  it('packages have budgets, floors and caps', () => {
    const sent = allocationOf({ ...blank, kind: 'adaptation', total: 100, labels: ['living_alone'], ability_min: 'severe', years: [{ count: 40, budget_fen: 500 }], limits: [{ region: '410902000000', year: 1, total: 30, floor_fen: 9, cap_fen: null }, { region: '', year: 0, total: null, floor_fen: null, cap_fen: null }] })
    expect(sent).toEqual({ name: '床位任务', region: '410900000000', kind: 'adaptation', years: [500], labels: ['living_alone'], ability_min: 'severe', counties: [{ region: '410902000000', year: 1, floor_fen: 9, cap_fen: 0 }] })
  })
  it('years that nobody filled in are left out', () => expect(allocationOf({ ...blank, total: 9 }).years).toEqual([]))
})

it('reads the table back by county', () => {
  const cell = (region: string, year: number, amount: number) => ({ region, region_name: region, year, amount, cost_fen: 0, by_package: [] })
  const rows = rowsOf({ cells: [cell('a', 1, 2), cell('a', 2, 3), cell('a', 0, 5), cell('b', 1, 1), cell('b', 2, 0), cell('b', 0, 1)] })
  expect(rows.map((r) => [r.region, r.cells.map((c) => c.amount), r.sum?.amount])).toEqual([['a', [2, 3], 5], ['b', [1, 0], 1]])
})

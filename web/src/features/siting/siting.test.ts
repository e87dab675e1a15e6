import { describe, expect, it } from 'vitest'
import { percent, planTag, reachOf, sitesOf, yearRows } from './siting'

describe('sitesOf', () => {
  it('reads a line a site', () => {
    const { sites, wrong } = sitesOf('东关,115.03,35.76,200000,必选\n\n西关，115.01，35.75')
    expect(wrong).toBe('')
    expect(sites).toEqual([
      { name: '东关', lon_e6: 115_030_000, lat_e6: 35_760_000, cost_fen: 20_000_000, role: 'required', capacity: 0 },
      { name: '西关', lon_e6: 115_010_000, lat_e6: 35_750_000, cost_fen: 0, role: 'candidate', capacity: 0 },
    ])
  })
  it.each(['东关', '东关,a,35', '东关,115,35,1,随便'])('names the line that is none: %s', (line) => expect(sitesOf(`好,115,35\n${line}`).wrong).toContain('第 2 行'))
})

it('reads how many elders a site can serve', () => expect(sitesOf('东关,115,35,,候选,300').sites[0]).toMatchObject({ cost_fen: 0, capacity: 300 }))
it('takes from the address only what is a number', () => expect(reachOf({ urban_minutes: '15', rural_path_m: 'x', kinds: '1' })).toEqual({ urban_minutes: '15' }))
it('asks for a kind of reach only when it is not the usual one', () => expect([reachOf({ reach: 'walking' }), reachOf({ reach: 'straight' }), reachOf({ reach: 'flying' })]).toEqual([{ reach: 'walking' }, {}, {}]))
it('writes shares with two places', () => expect([percent(9876), percent(10_000), percent(5)]).toEqual(['98.76%', '100.00%', '0.05%']))
it('says how sure an answer is', () => expect(planTag({ state: 'done', verdict: 'feasible' }).word).toBe('可行，未证明最优'))
it('tells of each year what was given, what it costs and who is newly covered by its end', () => {
  const result = { years: [{ year: 1, opened: 1, covered: 5 }, { year: 2, opened: 2, covered: 9 }], sites: [{ year: 1, cost_fen: 10 }, { year: 2, cost_fen: 20 }, { year: 2, cost_fen: 30 }] } as never
  expect(yearRows({ years: [100, 200] }, result)).toEqual([{ year: 1, opened: 1, covered: 5, given: 100, cost_fen: 10 }, { year: 2, opened: 2, covered: 9, given: 200, cost_fen: 50 }])
})

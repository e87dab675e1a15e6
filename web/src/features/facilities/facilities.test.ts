import { describe, expect, it } from 'vitest'
import { checkTag, placeWords, recordFields, recordWords } from './facilities'

const spec = (name: string) => recordFields().find((f) => f.name === name)!

describe('what is recorded, in words', () => {
  it('a dash where nothing is known, which is not a no', () => expect([recordWords(spec('insured'), 'unknown'), recordWords(spec('founder'), ''), recordWords(spec('beds_full'), 0), recordWords(spec('admits'), [])]).toEqual(['—', '—', '—', '—']))
  it('choices by their Chinese names', () => expect([recordWords(spec('insured'), 'no'), recordWords(spec('admits'), ['dementia', 'destitute'])]).toEqual(['否', '失智、特困']))
  it('money and numbers as people write them', () => expect([recordWords(spec('fee_min_fen'), 120_000), recordWords(spec('land_m2'), 1500)]).toEqual(['¥1,200.00', '1,500']))
})
it('says in which datum a place was given', () => {
  expect(placeWords({ lon_e6: 115_030_000, lat_e6: 35_760_000, source_datum: 'gcj02' })).toContain('GCJ-02')
  expect(placeWords({ lon_e6: 0, lat_e6: 0, source_datum: 'wgs84' })).toContain('没有位置')
})
it('tells what is not known from what fails', () => expect([checkTag('no').word, checkTag('unknown').word]).toEqual(['不达标', '待核实']))

import { expect, it } from 'vitest'
import { missingShare, share, unlisted, years } from './funds'

it('writes a share without rounding it up to what is asked', () => expect([share(5500), share(5499), share(5410), share(0), share(null)]).toEqual(['55%', '54.99%', '54.1%', '0%', '—']))
it('offers last year, this one and the next', () => expect(years('2026-11-22')).toEqual([2025, 2026, 2027]))
it('knows which funds have no row yet', () => {
  const payers = [{ value: 'elder', label: '个人自付' }, { value: 'lottery', label: '福彩公益金' }, { value: 'charity', label: '慈善' }]
  expect(unlisted(payers, [{ payer: 'lottery' }] as never).map((p) => p.value)).toEqual(['charity'])
})
it('says what is missing to a hundred, without the rounding of floating numbers', () => expect([missingShare([33.33, 33.33, 33.34]), missingShare([30, 60.5]), missingShare([70, 30.01]), missingShare([null])]).toEqual([0, 9.5, -0.01, 100]))

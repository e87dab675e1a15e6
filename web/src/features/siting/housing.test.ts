import { expect, it } from 'vitest'
import { stageTable } from './housing'

const step = (part: 'housing' | 'care', stage: string, on_day: string) => ({ id: on_day, quarter_id: '1', part, stage, on_day, document: '', by: null, created_at: '' }) as never

it('shows both parts stage by stage, and nothing that was taken back', () => {
  const table = stageTable({ housing_stage: 'accepted', care_stage: 'planned', steps: [step('housing', 'planned', '2025-01-01'), step('housing', 'building', '2025-06-01'), step('housing', 'accepted', '2026-01-01'), step('care', 'planned', '2025-01-01'), step('care', 'building', '2025-07-01')] } as never)
  expect(table.map((row) => [row.stage, row.housing?.on_day, row.care?.on_day])).toEqual([
    ['planned', '2025-01-01', '2025-01-01'], ['building', '2025-06-01', undefined], ['accepted', '2026-01-01', undefined], ['delivered', undefined, undefined],
  ])
  expect(table.map((row) => row.reached.housing)).toEqual([true, true, true, false])
})

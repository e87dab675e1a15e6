import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import cases from './score-cases.json'
import { levelWords, scoreOf, type Questionnaire } from './score'

const data = resolve(__dirname, '../../../../data/assessment')
const questionnaires = new Map<string, Questionnaire>()
function read(name: string): Questionnaire {
  const known = questionnaires.get(name) ?? (JSON.parse(readFileSync(`${data}/${name}.json`, 'utf8')) as Questionnaire)
  questionnaires.set(name, known)
  return known
}

describe('the scorer of the form', () => {
  it.each(cases.map((one, n) => [n, one] as const))('says what the server says: case %i', (_, one) => {
    const answers = Object.entries(one.answers).map(([item, option]) => ({ item, options: [option as string] }))
    expect(scoreOf(read(one.questionnaire), answers)).toEqual(one.score)
  })

  it('knows nothing before the first answer', () => {
    const score = scoreOf(read('gbt42195-2022'), [])
    expect(score).toMatchObject({ complete: false, total_low: 0, total_high: 90, level: null, level_best: 0, level_worst: 4 })
    expect(levelWords(score.level_best, score.level_worst)).toBe('0～4 级')
  })

  it('counts several diagnoses of one question once', () => {
    const score = scoreOf(read('gbt42195-2022'), [{ item: 'A.4.1', options: ['dementia', 'mental'] }])
    expect(score.triggers?.[1]).toMatchObject({ verdict: 'yes', effect: '加重 1 级' })
    expect(score.level_best).toBe(1)
  })
})

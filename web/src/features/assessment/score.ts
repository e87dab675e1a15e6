import type { components } from '@/api/client'

/**
 * The scorer of the server (src/modules/assessment/scoring.cpp) once more, so that the form shows score and level without a
 * network. Both are held to score-cases.json; what counts is what the server says.
 */
export type Questionnaire = components['schemas']['Questionnaire']
export type Section = NonNullable<Questionnaire['sections']>[number]
export type Item = NonNullable<Section['items']>[number]
export type Answer = components['schemas']['AssessmentAnswer']
export type Score = components['schemas']['AssessmentScore']
type Trigger = NonNullable<Questionnaire['triggers']>[number]
type Verdict = 'no' | 'yes' | 'unknown'
interface Range {
  low: number
  high: number
}

export const itemsOf = (section: Section): Item[] => section.items ?? []
export const isAnswered = (answer: Answer | undefined): boolean => !!answer && (!!answer.options?.length || !!answer.text)
const optionOf = (item: Item, code: string) => (item.options ?? []).find((option) => option.code === code)
const scores = (item: Item) => (item.options ?? []).map((option) => option.score ?? 0)

export function scoreOf(q: Questionnaire, answers: readonly Answer[]): Score {
  const given = new Map(answers.filter(isAnswered).map((answer) => [answer.item, answer]))
  const items = new Map((q.sections ?? []).flatMap(itemsOf).map((item) => [item.code, item]))

  const rangeOf = (item: Item): Range => {
    const answer = given.get(item.code)
    if (!answer) return { low: Math.min(...scores(item)), high: Math.max(...scores(item)) }
    const score = optionOf(item, answer.options![0])?.score ?? 0
    return { low: score, high: score }
  }

  const saidBy = (code: string, option: string): Range => {
    const item = items.get(code)!
    const answer = given.get(code)
    if (option) {
      if (!answer) return { low: 0, high: 1 }
      const yes = answer.options?.includes(option) ? 1 : 0
      return { low: yes, high: yes }
    }
    if (answer) {
      const sum = (answer.options ?? []).reduce((all, chosen) => all + (optionOf(item, chosen)?.score ?? 0), 0)
      return { low: sum, high: sum }
    }
    return { low: 0, high: item.kind === 'multiple' ? scores(item).reduce((a, b) => a + b, 0) : Math.max(0, ...scores(item)) }
  }

  const judge = (trigger: Trigger): Verdict => {
    const ranges = (trigger.sources ?? []).map((source) => saidBy(source.item, source.option ?? ''))
    const gather = (pick: keyof Range) =>
      trigger.gather === 'sum' ? ranges.reduce((all, one) => all + one[pick], 0) : Math.max(0, ...ranges.map((one) => one[pick]))
    const threshold = trigger.threshold ?? 1
    if (gather('low') >= threshold) return 'yes'
    return gather('high') < threshold ? 'no' : 'unknown'
  }

  const gradeOf = (scale: string, sum: number) =>
    (q.bands ?? []).find((band) => band.scale === scale && (band.low ?? 0) <= sum && sum <= (band.high ?? 0))?.grade ?? 0

  const missing: string[] = []
  const sums = new Map<string, Range>()
  const sections: NonNullable<Score['sections']> = []
  for (const section of q.sections ?? []) {
    const part = { code: section.code, title: section.title, score: 0, score_max: 0, answered: 0, items: 0 }
    for (const item of itemsOf(section)) {
      const answered = given.has(item.code)
      if (item.required && !answered) missing.push(item.code)
      if (!section.scale) continue
      const range = rangeOf(item)
      const sum = sums.get(section.scale) ?? { low: 0, high: 0 }
      sums.set(section.scale, { low: sum.low + range.low, high: sum.high + range.high })
      part.items += 1
      part.score_max += Math.max(...scores(item))
      if (answered) {
        part.answered += 1
        part.score += range.low
      }
    }
    if (section.scale) sections.push(part)
  }
  const scales = (q.scales ?? []).map((scale) => {
    const { low, high } = sums.get(scale.code) ?? { low: 0, high: 0 }
    return { code: scale.code, title: scale.title, low, high, grade_best: gradeOf(scale.code, high), grade_worst: gradeOf(scale.code, low) }
  })
  const triggers = (q.triggers ?? []).map((t) => ({
    code: t.code,
    title: t.title,
    verdict: judge(t),
    effect: t.effect === 'at_least' ? `直接评为${(q.levels ?? [])[t.amount ?? 0]?.name ?? ''}` : `加重 ${t.amount ?? 0} 级`,
    basis: t.basis ?? '',
    confidence: t.confidence ?? '',
  }))

  const levelOf = (worst: boolean) => {
    const grade = (scale: (typeof scales)[number]) => (worst ? scale.grade_worst : scale.grade_best)
    const lead = scales.find((scale) => scale.code === q.lead_scale)
    const others = Math.max(0, ...scales.filter((scale) => scale !== lead).map(grade))
    const first = lead ? grade(lead) : 0
    return q.matrix?.length ? (q.matrix[first].levels ?? [])[others] : first
  }
  const changed = (level: number, worst: boolean) => {
    let steps = 0
    let floor = 0
    triggers.forEach(({ verdict }, n) => {
      if (verdict === 'no' || (verdict === 'unknown' && !worst)) return
      const trigger = (q.triggers ?? [])[n]
      const amount = trigger.amount ?? 0
      if (trigger.effect === 'at_least') floor = Math.max(floor, amount)
      else steps = q.worsen_adds ? steps + amount : Math.max(steps, amount)
    })
    return Math.max(floor, Math.min(level + steps, (q.levels ?? []).length - 1))
  }
  const total = (pick: keyof Range) => scales.reduce((all, scale) => all + scale[pick], 0)
  const [initial_best, initial_worst] = [levelOf(false), levelOf(true)]
  const [level_best, level_worst] = [changed(initial_best, false), changed(initial_worst, true)]
  const complete = missing.length === 0
  return {
    complete,
    sections,
    scales,
    total_low: total('low'),
    total_high: total('high'),
    total_max: sections.reduce((all, part) => all + part.score_max, 0),
    initial_best,
    initial_worst,
    level_best,
    level_worst,
    total: complete ? total('low') : null,
    initial_level: complete ? initial_best : null,
    level: complete ? level_best : null,
    triggers,
    missing,
  }
}

/** "2 级" or, while something is open, "1～3 级". */
export const levelWords = (best: number | undefined, worst: number | undefined): string => (best === worst ? `${best ?? 0} 级` : `${best ?? 0}～${worst ?? 0} 级`)
export const scoreWords = (score: Score): string =>
  score.total_low === score.total_high ? `${score.total_low} 分` : `${score.total_low}～${score.total_high} 分`

import { computed, onScopeDispose, reactive, ref, toRaw, watch } from 'vue'
import { api, asProblem, isProblem, ok, type ProblemError } from '@/api/client'
import { dropDraft, loadDraft, saveDraft } from '@/core/drafts'
import { createSaver, type SaverState } from '@/core/saver'
import { readAssessment, type AssessmentView } from './assessment'
import { scoreOf, type Questionnaire } from './score'
import { answersOf, bodyOf, merge, sheetOf, type Sheet } from './sheet'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

interface Kept {
  base: Sheet
  mine: Sheet
}

/**
 * The form of one assessment: on this machine with every key, on the server a moment later, without a network when it comes
 * back. When the other assessor has saved meanwhile, what each of them changed stays.
 */
export function useSheet(first: AssessmentView, q: Questionnaire) {
  const id = first.assessment?.id ?? ''
  const draft = `assessment-${id}`
  let version = first.assessment?.version ?? 1
  let base = sheetOf(first, q)
  const kept = loadDraft<Kept>(draft)
  const sheet = reactive(kept ? merge(kept.base, kept.mine, base) : copy(base)) as Sheet
  const state = ref<SaverState>('saved')
  const problem = ref<ProblemError | null>(null)
  const text = () => JSON.stringify(sheet)

  /** What the server has by now: mine stays where I changed something. */
  function take(view: AssessmentView) {
    if ((view.assessment?.version ?? 0) <= version) return
    const theirs = sheetOf(view, q)
    const merged = merge(base, copy(toRaw(sheet)) as Sheet, theirs)
    version = view.assessment?.version ?? version
    base = theirs
    Object.assign(sheet.entries, merged.entries)
    Object.assign(sheet.facts, merged.facts)
  }

  const saver = createSaver({
    async save(body) {
      const mine = JSON.parse(body) as Sheet
      try {
        const answer = await ok(api.PUT('/api/assessments/{id}', { params: { path: { id } }, body: bodyOf(mine, q, version) }))
        version = answer.version ?? version
        base = mine
        problem.value = null
      } catch (cause) {
        problem.value = asProblem(cause)
        if (isProblem(cause, 'conflict')) take(await readAssessment(id))
        throw cause
      }
    },
    again: (cause) => asProblem(cause).undecided || isProblem(cause, 'conflict'),
    tell(now, done) {
      state.value = now
      if (done !== undefined && text() === done) dropDraft(draft)
    },
  })

  watch(
    text,
    (now) => {
      if (now === JSON.stringify(base)) return
      saveDraft(draft, { base, mine: toRaw(sheet) } satisfies Kept)
      saver.change(now)
    },
    { flush: 'post' },
  )
  if (kept) saver.change(text())
  onScopeDispose(() => void saver.flush())

  const score = computed(() => scoreOf(q, answersOf(sheet, q)))
  return { sheet, state, problem, score, take, flush: () => saver.flush(), version: () => version }
}

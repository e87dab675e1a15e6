import { computed, reactive, ref, toRaw, type Ref } from 'vue'
import { asProblem, type FieldError, type ProblemError } from '@/api/client'
import { dropDraft, keepDraft, loadDraft } from './drafts'
import { createKeyKeeper, type KeyedInit } from './submit'

export interface FormOptions<Values extends object, Answer> {
  initial: Values | (() => Values)
  /** Sends the values; throw what the server threw. Pass `init` on: it carries the Idempotency-Key. */
  submit: (values: Values, init: KeyedInit) => Promise<Answer>
  /** Checks that need no server; the server's own checks come by themselves. */
  check?: (values: Values) => FieldError[]
  /** Keep unsent values under this name until sent or discarded. */
  draft?: string
}

export interface Form<Values extends object, Answer = unknown> {
  values: Values
  busy: boolean
  problem: ProblemError | null
  errors: FieldError[]
  dirty: boolean
  restored: boolean
  /** Resolves to the answer, or null when something must be mended first. */
  submit(): Promise<Answer | null>
  reset(values?: Values): void
  error(field: string): string | undefined
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Only what was filled in is sent; an empty field is "not known". */
export function filled<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined)) as Partial<T>
}

/** State of one form: values, server errors by field, draft, and a submit that cannot happen twice. */
export function useForm<Values extends object, Answer>(options: FormOptions<Values, Answer>): Form<Values, Answer> {
  const initial = () => copy(typeof options.initial === 'function' ? (options.initial as () => Values)() : options.initial)
  const start = ref(initial()) as Ref<Values>
  const kept = options.draft ? loadDraft<Values>(options.draft) : null
  const values = reactive({ ...initial(), ...kept }) as Values
  const busy = ref(false)
  const restored = ref(kept !== null)
  const problem = ref(null) as Ref<ProblemError | null>
  const own = ref<FieldError[]>([])
  const dirty = computed(() => JSON.stringify(values) !== JSON.stringify(start.value))
  const send = createKeyKeeper()
  if (options.draft) keepDraft(options.draft, () => values, () => dirty.value)

  const errors = computed(() => (own.value.length ? own.value : (problem.value?.errors ?? [])))

  function reset(next: Values = initial()) {
    start.value = copy(next)
    Object.assign(values, copy(next))
    problem.value = null
    own.value = []
    restored.value = false
    if (options.draft) dropDraft(options.draft)
  }

  async function submit(): Promise<Answer | null> {
    if (busy.value) return null
    problem.value = null
    own.value = options.check?.(values) ?? []
    if (own.value.length) return null
    busy.value = true
    try {
      const sent = copy(toRaw(values)) as Values
      const answer = await send(sent, (init) => options.submit(sent, init))
      reset(copy(toRaw(values)) as Values)
      return answer
    } catch (cause) {
      problem.value = asProblem(cause)
      return null
    } finally {
      busy.value = false
    }
  }

  const error = (field: string) =>
    errors.value.find((e) => e.field === field || e.field.startsWith(`${field}.`))?.message

  return reactive({ values, busy, problem, errors, dirty, restored, submit, reset, error }) as Form<Values, Answer>
}

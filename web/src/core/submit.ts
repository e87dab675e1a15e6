import { reactive, ref, type Ref } from 'vue'
import { asProblem, newKey, withKey, type ProblemError } from '@/api/client'

export type KeyedInit = ReturnType<typeof withKey>

/**
 * Remembers the key of a submit whose outcome is unknown, so that pressing the button again repeats the same act
 * instead of doing it twice. A decided answer, or other content, gets a new key.
 */
export function createKeyKeeper() {
  let pending: { key: string; content: string } | null = null
  return async function send<T>(content: unknown, call: (init: KeyedInit) => Promise<T>): Promise<T> {
    const text = JSON.stringify(content) ?? ''
    if (pending?.content !== text) pending = { key: newKey(), content: text }
    try {
      const answer = await call(withKey(pending.key))
      pending = null
      return answer
    } catch (cause) {
      if (!asProblem(cause).undecided) pending = null
      throw cause
    }
  }
}

export interface Act<Input, Output> {
  busy: boolean
  problem: ProblemError | null
  /** Resolves to null when it failed (see `problem`) or is still running. */
  run(input: Input): Promise<Output | null>
}

/** One button's mutation: busy flag, problem, and a key that survives a retry. */
export function useAct<Input, Output>(call: (input: Input, init: KeyedInit) => Promise<Output>): Act<Input, Output> {
  const send = createKeyKeeper()
  const busy = ref(false)
  const problem = ref(null) as Ref<ProblemError | null>
  async function run(input: Input): Promise<Output | null> {
      if (busy.value) return null
      busy.value = true
      problem.value = null
      try {
        return await send(input, (init) => call(input, init))
      } catch (cause) {
        problem.value = asProblem(cause)
        return null
      } finally {
        busy.value = false
      }
  }
  return reactive({ busy, problem, run }) as Act<Input, Output>
}

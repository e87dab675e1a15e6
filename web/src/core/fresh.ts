import { onScopeDispose } from 'vue'
import { onChange } from '@/api/live'

const gather_ms = 800

/** Reads again soon after a live change of any of these subjects, once for many changes: for what is made of many things. */
export function freshWith(subjects: readonly string[], refetch: () => unknown): void {
  let timer = 0
  const stop = onChange(({ subject }) => {
    if (!subjects.includes(subject) || timer) return
    timer = window.setTimeout(() => {
      timer = 0
      void refetch()
    }, gather_ms)
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })
}

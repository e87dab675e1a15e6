import { onScopeDispose, ref, type Ref } from 'vue'

/** The time by this machine's clock, moving on while the component lives: for "已等 12 秒" and the like. */
export function useNow(every_ms = 1_000): Ref<number> {
  const now = ref(Date.now())
  const timer = window.setInterval(() => (now.value = Date.now()), every_ms)
  onScopeDispose(() => clearInterval(timer))
  return now
}

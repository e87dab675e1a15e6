import { reactive, watch } from 'vue'

export interface Look {
  hidden: string[]
  compact: boolean
}

/** Columns and density of one list, kept in this browser. */
export function rememberLook(list: string, hiddenAtFirst: string[]): Look {
  const key = `yilin-look:${list}`
  let stored: Partial<Look> = {}
  try {
    stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Look>
  } catch {
    // An unreadable look is the default look.
  }
  const look = reactive<Look>({ hidden: stored.hidden ?? hiddenAtFirst, compact: stored.compact ?? false })
  watch(look, () => localStorage.setItem(key, JSON.stringify(look)))
  return look
}

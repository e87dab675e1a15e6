import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { chooseRegion, currentRegion } from '@/core/regions'
import { plainQuery } from '@/core/views'
import type { Filter, ListQuery } from './types'

const page_rows = 50

export const filterKeys = (filter: Filter): string[] =>
  filter.kind === 'dates' ? [`${filter.key}_from`, `${filter.key}_to`] : [filter.key]

/** Filters, sort and search of a list live in the URL; the place within it lives here. */
export function useListState(options: { filters: () => Filter[]; byRegion: () => boolean }) {
  const route = useRoute()
  const router = useRouter()
  const cursors = ref<string[]>([])

  const known = computed(() => new Set(['q', 'sort', ...options.filters().flatMap(filterKeys)]))
  const chosen = computed<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(plainQuery(route.query)).filter(([key]) => known.value.has(key))),
  )

  const query = computed<ListQuery>(() => {
    const region = options.byRegion() ? currentRegion.value?.code : undefined
    const cursor = cursors.value.at(-1)
    return {
      ...(region ? { region } : {}),
      ...chosen.value,
      limit: String(page_rows),
      ...(cursor ? { cursor } : {}),
    } as ListQuery
  })

  // A link carries its region; other filters start at the first page.
  watch(() => route.query.region, (code) => typeof code === 'string' && code && chooseRegion(code), { immediate: true })
  watch([chosen, () => currentRegion.value?.code], ([now, place], [then, before]) => {
    if (place !== before || JSON.stringify(now) !== JSON.stringify(then)) cursors.value = []
  })

  function set(changes: Record<string, string | undefined>) {
    const next: Record<string, string> = { ...plainQuery(route.query) }
    for (const [key, value] of Object.entries(changes)) {
      if (value) next[key] = value
      else delete next[key]
    }
    void router.replace({ query: next })
  }

  /** Exactly this view: every filter not named is cleared. */
  function show(view: Record<string, string>) {
    set({ ...Object.fromEntries([...known.value].map((key) => [key, undefined])), ...view })
  }

  return {
    chosen,
    query,
    set,
    show,
    page: computed(() => cursors.value.length),
    rowsBefore: computed(() => cursors.value.length * page_rows),
    forward: (cursor: string) => cursors.value.push(cursor),
    back: () => cursors.value.pop(),
  }
}
